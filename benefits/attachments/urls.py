from django.urls import path

from benefits.attachments import views

urlpatterns = [
    path("me/claims/<uuid:reference>/documents/", views.documents, name="claim_documents"),
    path(
        "me/claims/<uuid:reference>/documents/<uuid:document>/",
        views.document,
        name="claim_document",
    ),
    path(
        "me/claims/<uuid:reference>/documents/<uuid:document>/remove/",
        views.take_away,
        name="claim_document_remove",
    ),
]
