"""What the portal tells everybody: the rights, and the instructions for those who declare."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from benefits.claims.applications import APPLICATIONS
from benefits.decisions.presenting import institution_name, scheme_title
from benefits.schemes import SCHEMES
from declarations.glossary.search import entries


@dataclass(frozen=True)
class Told:
    """A page in the active language."""

    url: str
    title: str
    text: str


def all_told() -> Iterator[Told]:
    """Yield every page in the active language, each address once.

    Anomalies are for who makes software: those pages have a search of their own.
    """
    yield from _rights()
    seen, anomalies = set(), reverse("anomalies")
    for entry in entries():
        if entry.url not in seen and not entry.url.startswith(anomalies):
            seen.add(entry.url)
            yield Told(entry.url, f"{entry.title} ({entry.number})", entry.text)


def _rights() -> Iterator[Told]:
    for code, scheme in SCHEMES.items():
        applied = APPLICATIONS.get(code)
        labels = [str(each.label) for each in applied.headings] if applied else []
        ground = gettext(scheme.legal_ground(timezone.localdate()))
        url = reverse("apply", args=[code]) if applied else reverse("entitled")
        text = " ".join([institution_name(code), ground, *labels])
        yield Told(url if applied else f"{url}#{code}", scheme_title(code), text)
