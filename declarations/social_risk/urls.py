from django.urls import path

from declarations.social_risk.pages import views

urlpatterns = [
    path("company/risks/", views.risks, name="risks"),
    path("company/risks/new/", views.start, name="risk_start"),
    path(
        "company/risks/new/<uuid:reference>/<slug:flow>/<slug:kind>/",
        views.fill_in,
        name="risk_form",
    ),
    path("company/risks/<uuid:reference>/", views.risk, name="risk"),
    path("company/risks/<uuid:reference>/proof.pdf", views.proof, name="risk_proof"),
    path("company/risks/<uuid:reference>/cancel/", views.cancel, name="risk_cancel"),
]
