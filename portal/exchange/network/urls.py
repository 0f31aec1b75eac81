from django.urls import path

from portal.exchange.network import views

urlpatterns = [
    path("institution/directory/", views.directory, name="network_directory"),
    path("institution/exchanges/", views.exchanges, name="network_exchanges"),
]
