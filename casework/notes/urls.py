from django.urls import path

from casework.notes import views

urlpatterns = [
    path("casework/cases/<uuid:reference>/note/", views.note, name="case_note"),
    path(
        "casework/cases/<uuid:reference>/notes/<uuid:note>/",
        views.note_document,
        name="case_note_document",
    ),
]
