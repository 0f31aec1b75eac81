"""The same pages twice: of one's own company, and of a client of a payroll office.

Those of sending stand a third time, for an office that sends for many at once.
"""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from declarations.wages import declared, sending, views
from declarations.wages.answers import views as answers
from declarations.wages.drafting import views as drafting

Pages = list[tuple[str, Callable[..., Any], str]]
SENDING: Pages = [
    ("file/", sending.file, "wages_file"),
    ("sent/<uuid:ticket>/", sending.sent, "wages_sent"),
    ("sent/<uuid:ticket>/progress/", sending.progress, "wages_progress"),
]
PAGES: Pages = [
    *SENDING,
    ("", views.quarters, "quarters"),
    ("figures/", views.figures, "figures"),
    ("<int:quarter>/", views.quarter, "quarter"),
    ("<int:quarter>/declared/<uuid:person>/", declared.worker, "declared_worker"),
    (
        "<int:quarter>/declared/<uuid:person>/versions/<int:version>/",
        declared.worker,
        "declared_version",
    ),
    ("<int:quarter>/declared/<uuid:person>/correct/", declared.correct, "correct_worker"),
    ("<int:quarter>/add/", drafting.add, "draft_add"),
    ("<int:quarter>/check/", drafting.check, "draft_check"),
    ("<int:quarter>/workers/<uuid:person>/", drafting.worker, "draft_worker"),
    ("<int:quarter>/workers/<uuid:person>/terms/", drafting.terms, "draft_terms"),
    ("<int:quarter>/workers/<uuid:person>/leave-out/", drafting.leave_out, "draft_leave_out"),
    ("<int:quarter>/workers/<uuid:person>/start-again/", drafting.start_again, "draft_again"),
]


def _pages(prefix: str, kind: str, pages: Pages) -> list[URLPattern]:
    return [path(prefix + address, view, name=f"{kind}_{name}") for address, view, name in pages]


urlpatterns = [
    path("office/wages/", views.clients, name="wages_clients"),
    path("wages/messages/<uuid:ticket>/receipt/", answers.receipt, name="wages_receipt"),
    path("wages/messages/<uuid:ticket>/results/", answers.result, name="wages_results"),
    path(
        "wages/messages/<uuid:ticket>/identifiers/",
        answers.identifiers_of,
        name="wages_identifiers",
    ),
    path(
        "wages/declarations/<uuid:declaration>/changes/", answers.changes_of, name="wages_changes"
    ),
    *_pages("company/wages/", "company", PAGES),
    *_pages("office/<uuid:reference>/wages/", "client", PAGES),
    *_pages("office/wages/", "office", SENDING),
]
