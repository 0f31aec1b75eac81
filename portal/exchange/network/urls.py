from django.urls import path

from portal.exchange.network import views

urlpatterns = [
    path("institution/directory/", views.directory, name="network_directory"),
    path("company/files/", views.company_files, name="company_files"),
    path("institution/exchanges/", views.exchanges, name="network_exchanges"),
]
