from django.urls import path

from portal.pages.own import views

urlpatterns = [
    path("me/data/", views.own_data, name="own_data"),
    path("me/contact/", views.contact, name="contact"),
    path("me/contact/confirm/<str:token>/", views.contact_confirm, name="contact_confirm"),
    path("me/everything/", views.exports, name="exports"),
    path("me/everything/<uuid:reference>/", views.export_file, name="export_file"),
]
