from django.urls import path

from declarations.channels import proof, views

urlpatterns = [
    path("company/declarations/", views.declarations, name="declarations"),
    path("company/declarations/<uuid:reference>/", views.declaration, name="declaration"),
    path("company/declarations/<uuid:reference>/verdict/", views.verdict, name="verdict"),
    path("office/declarations/", views.office_declarations, name="office_declarations"),
    path("messages/<uuid:ticket>/", views.message, name="message"),
    path("messages/<uuid:ticket>/forms/", views.forms, name="message_forms"),
    path("messages/<uuid:ticket>.pdf", proof.receipt, name="receipt"),
    path("check/", proof.check, name="check"),
    path("check/proof.json", proof.sealed_proof, name="check_proof"),
]
