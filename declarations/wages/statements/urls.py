"""Statements of one's own company and of a client of a payroll office; payments to match."""

from django.urls import URLPattern, path

from declarations.wages.statements import views


def _pages(prefix: str, kind: str) -> list[URLPattern]:
    quarter = f"{prefix}<int:quarter>/statement"
    return [
        path(f"{prefix}statements/", views.statements, name=f"{kind}_statements"),
        path(f"{quarter}/", views.statement, name=f"{kind}_statement"),
        path(f"{quarter}.pdf", views.statement_pdf, name=f"{kind}_statement_pdf"),
    ]


urlpatterns = [
    *_pages("company/wages/", "company"),
    *_pages("office/<uuid:reference>/wages/", "client"),
    path("institution/payments/", views.payments, name="unmatched_payments"),
    path("institution/payments/<int:number>/", views.payment, name="unmatched_payment"),
]
