"""How allauth makes accounts and lets applications in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given to known persons; nobody makes one on a page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: a right is tied to an identity, which a form cannot prove."""
        return False


SCOPES = {
    "hiring": "Declare hiring and leaving",
    "wages": "Declare wages and working time",
    "statuses": "Report social statuses",
    "persons": "Tell of replaced national numbers",
    "inspection": "Lock and release periods of work",
}


class ApplicationAdapter(DefaultOIDCAdapter):
    """Applications get scopes named after the services of the portal."""

    scope_display: dict[str, Any] = {**DefaultOIDCAdapter.scope_display, **SCOPES}
