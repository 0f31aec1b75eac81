from django.urls import include, path

from portal.access.confirming import go_on
from portal.access.national_views import ask, back
from portal.access.second_factor import views as second_factor
from portal.access.session_views import sessions
from portal.access.token_views import token
from portal.access.tokens import TOKEN_URL

urlpatterns = [
    path(TOKEN_URL.removeprefix("/"), token),
    path("accounts/go-on/", go_on, name="go_on"),
    path("accounts/national/", ask, name="national"),
    path("accounts/national/back/", back, name="national_back"),
    path("accounts/second-factor/", second_factor.overview, name="mfa_index"),  # in place of theirs
    path("accounts/second-factor/wanted/", second_factor.wanted, name="second_factor_wanted"),
    path("", include("portal.access.mandates.urls")),
    path("accounts/sessions/", sessions, name="sessions"),
]
