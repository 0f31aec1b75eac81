from django.urls import path

from casework.letters import views

urlpatterns = [
    path("casework/cases/<uuid:reference>/write/", views.choose, name="case_letter_choose"),
    path(
        "casework/cases/<uuid:reference>/write/<slug:template>/",
        views.write,
        name="case_letter_write",
    ),
]
