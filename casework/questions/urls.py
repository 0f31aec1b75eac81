from django.urls import path

from casework.questions import views

urlpatterns = [
    path("me/questions/<uuid:reference>/", views.question, name="question"),
    path(
        "me/questions/<uuid:reference>/documents/<uuid:document>/",
        views.answered_with,
        name="question_document",
    ),
    path("casework/cases/<uuid:reference>/ask/", views.ask, name="case_ask"),
    path(
        "casework/cases/<uuid:reference>/documents/<uuid:document>/",
        views.case_document,
        name="case_document",
    ),
]
