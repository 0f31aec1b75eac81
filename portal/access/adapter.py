"""How allauth makes accounts and lets applications in."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from portal.access.actor import sign_in

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given to known persons; nobody makes one on a page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: a right is tied to an identity, which a form cannot prove."""
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in, also as the database knows it: the session is written by its owner."""
        sign_in(user)
        super().login(request, user)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Set the password of who is signed in, or has shown the key that was mailed."""
        sign_in(user)
        super().set_password(user, password)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell of a change of how one signs in; a mail server that is away does not hinder it."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except OSError as error:
            logger.warning("a change of a sign-in was not told by mail: %s", type(error).__name__)

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """Return how a user can show again who it is, the first way first."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        for method in methods:
            if method["id"] == "mfa_reauthenticate:webauthn":
                method["description"] = gettext("Use a passkey")
        if settings.NATIONAL_PROVIDER["issuer"]:
            description = gettext("Use your national identity")
            url = reverse("national")
            methods.append({"id": "national", "description": description, "url": url})
        return methods


SCOPES = {
    "hiring": "Declare hiring and leaving",
    "wages": "Declare wages and working time",
    "risks": "Declare social risks",
    "statuses": "Report social statuses",
    "persons": "Tell of replaced national numbers",
    "inspection": "Lock and release periods of work",
    "directory": "Enter and end data subjects, and ask to be told",
    "identity": "Consult identity and household",
    "career": "Consult employment and wages",
    "support": "Consult statuses and rights",
    "employers": "Consult employers",
    "profiles": "Propose profiles of your institution",
}


class ApplicationAdapter(DefaultOIDCAdapter):
    """Applications get scopes named after the services of the portal."""

    scope_display: dict[str, Any] = {**DefaultOIDCAdapter.scope_display, **SCOPES}
