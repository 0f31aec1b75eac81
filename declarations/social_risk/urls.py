"""The same pages twice: of one's own company, and of a client of a payroll office."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from declarations.social_risk.pages import views

PAGES: list[tuple[str, Callable[..., Any], str]] = [
    ("", views.risks, "risks"),
    ("new/", views.start, "risk_start"),
    ("new/<uuid:reference>/<slug:flow>/<slug:kind>/", views.fill_in, "risk_form"),
    ("<uuid:reference>/", views.risk, "risk"),
    ("<uuid:reference>/proof.pdf", views.proof, "risk_proof"),
    ("<uuid:reference>/cancel/", views.cancel, "risk_cancel"),
]


def _pages(prefix: str, kind: str) -> list[URLPattern]:
    return [path(prefix + address, view, name=kind + name) for address, view, name in PAGES]


urlpatterns = [
    *_pages("company/risks/", ""),
    *_pages("office/<uuid:client>/risks/", "client_"),
]
