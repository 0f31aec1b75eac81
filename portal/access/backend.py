"""Reading the account of a session, which says to the database who is signed in."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from portal.access.actor import signed_in
from portal.access.models import User


class AccountBackend(AuthenticationBackend):
    """Signs in as allauth does."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the account of a session, if it is still active."""
        found = User.objects.annotate(said=signed_in()).filter(pk=user_id).first()
        return found if found and self.user_can_authenticate(found) else None
