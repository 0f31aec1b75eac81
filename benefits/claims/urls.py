from django.urls import path

from benefits.claims import starting, views

urlpatterns = [
    path("me/apply/<slug:scheme>/", starting.apply, name="apply"),
    path("me/claims/<uuid:reference>/", views.overview, name="claim"),
    path("me/claims/<uuid:reference>/proof.json", views.proof, name="claim_proof"),
    path("me/claims/<uuid:reference>/check/", views.check, name="claim_check"),
    path("me/claims/<uuid:reference>/sent/", views.sent, name="claim_sent"),
    path("me/claims/<uuid:reference>/withdraw/", views.take_back, name="claim_withdraw"),
    path("me/claims/<uuid:reference>/<slug:step>/", views.question, name="claim_step"),
]
