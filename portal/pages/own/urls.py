from django.urls import path

from portal.pages.own import views

urlpatterns = [
    path("me/data/", views.own_data, name="own_data"),
    path("me/data/contact/", views.contact, name="contact"),
    path("me/data/contact/confirm/<str:token>/", views.contact_confirm, name="contact_confirm"),
    path("me/data/everything/", views.exports, name="exports"),
    path("me/data/everything/<uuid:reference>/", views.export_file, name="export_file"),
]
