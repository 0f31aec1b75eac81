"""Reads of second factors."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from portal.access.models import User


@dataclass(frozen=True)
class Factors:
    """What a user can show next to the password."""

    app_since: datetime | None
    passkeys: list[Authenticator]
    codes_left: int | None  # None: no recovery codes were made

    def __bool__(self) -> bool:
        """Whether there is one: recovery codes alone are none."""
        return bool(self.app_since or self.passkeys)


def factors_of(user: User) -> Factors:
    """Return what the user has set up, passkeys oldest first."""
    found = list(Authenticator.objects.filter(user=user).order_by("pk"))
    app = _of(found, Authenticator.Type.TOTP)
    codes = _of(found, Authenticator.Type.RECOVERY_CODES)
    return Factors(
        app_since=app[0].created_at if app else None,
        passkeys=_of(found, Authenticator.Type.WEBAUTHN),
        codes_left=len(codes[0].wrap().get_unused_codes()) if codes else None,
    )


def _of(found: list[Authenticator], type_: str) -> list[Authenticator]:
    return [each for each in found if each.type == type_]
