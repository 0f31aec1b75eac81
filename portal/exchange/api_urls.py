from django.urls import path

from portal.exchange.api import api
from portal.exchange.network.api import add_services
from portal.exchange.views import api_docs

add_services()  # they are made of what the rooms registered
urlpatterns = [
    path("docs/", api_docs, name="api_docs"),
    path("", api.urls),
]
