from django.urls import path

from portal.access.session_views import sessions
from portal.access.token_views import token
from portal.access.tokens import TOKEN_URL

urlpatterns = [
    path(TOKEN_URL.removeprefix("/"), token),
    path("accounts/sessions/", sessions, name="sessions"),
]
