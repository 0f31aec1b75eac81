from django.urls import path

from casework.recovery import views

urlpatterns = [
    path("casework/debts/", views.debts, name="debts"),
    path("casework/debts/<uuid:person>/<slug:scheme>/", views.debt, name="debt"),
    path("casework/debts/<uuid:person>/<slug:scheme>/decide/", views.arrange, name="debt_arrange"),
    path("casework/debts/review/<uuid:reference>/", views.review, name="debt_review"),
]
