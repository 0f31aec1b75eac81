from django.urls import path

from portal.documents import views

urlpatterns = [
    path("letter/", views.check_letter, name="check_letter"),
    path("me/letters/<uuid:reference>.pdf", views.letter_pdf, name="letter_pdf"),
]
