"""The applications and the people of the cast who send files."""

from tests.api.conftest import application, payroll, quick_secrets, welfare
from tests.hiring.conftest import colette, lucas, nora

__all__ = ["application", "colette", "lucas", "nora", "payroll", "quick_secrets", "welfare"]
