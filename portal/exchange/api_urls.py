from django.urls import path

from portal.exchange.api import api
from portal.exchange.network.api import add_services
from portal.exchange.views import api_docs
from portal.rooms import import_from_rooms

import_from_rooms("*api")  # here: only a process that serves addresses needs them
add_services()  # they are made of what the rooms registered
urlpatterns = [
    path("docs/", api_docs, name="api_docs"),
    path("", api.urls),
]
