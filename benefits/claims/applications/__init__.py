"""The applications that citizens can make, by scheme."""

from benefits.claims.applications.base import Application
from benefits.claims.applications.unemployment import UnemploymentApplication

APPLICATIONS: dict[str, Application] = {"unemployment": UnemploymentApplication()}
