from django.urls import path

from portal.exchange.api import api
from portal.exchange.views import api_docs

urlpatterns = [
    path("docs/", api_docs, name="api_docs"),
    path("", api.urls),
]
