from django.urls import path

from declarations.channels import views

urlpatterns = [
    path("company/declarations/", views.declarations, name="declarations"),
    path("company/declarations/<uuid:reference>/", views.declaration, name="declaration"),
    path("company/declarations/<uuid:reference>/verdict/", views.verdict, name="verdict"),
    path("office/declarations/", views.office_declarations, name="office_declarations"),
    path("office/file/", views.office_file, name="office_file"),
    path("messages/<uuid:ticket>/", views.message, name="message"),
    path("messages/<uuid:ticket>/forms/", views.forms, name="message_forms"),
]
