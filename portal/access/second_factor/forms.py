"""The forms of second factors: a code counts once, and a passkey is kept without what we ignore."""

from typing import Any, Final

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.access.limits import ONE_TIME_CODE

LONGEST_NAME: Final = 60
KEPT: Final = ("id", "rawId", "type", "response", "clientExtensionResults")
KEPT_RESPONSE: Final = ("clientDataJSON", "attestationObject")


def _code_field(help_text: Any) -> forms.CharField:
    entry = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "class": "govuk-input--width-10",
    }
    return forms.CharField(
        label=_("Code"), max_length=20, help_text=help_text, widget=forms.TextInput(attrs=entry)
    )


def _name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Name of this passkey"),
        max_length=LONGEST_NAME,
        help_text=_("To tell it from others: “my telephone”, “key on my key ring”."),
    )


class _Once(forms.Form):
    """A code that was tried is spent (RFC 6238, 5.2), also while its time has not run out."""

    def clean_code(self) -> str:
        """Return the code; refuse one that this user tried before."""
        code = self.cleaned_data["code"]
        if ONE_TIME_CODE.exceeded(self.user.pk, normalize_user_code(code)):  # type: ignore[attr-defined]
            raise forms.ValidationError(_("You used this code already. Wait for the next one."))
        checked: str = super().clean_code()  # type: ignore[misc]
        return checked


class AuthenticateForm(_Once, base.AuthenticateForm):
    """The second step of a sign-in."""

    code = _code_field(_("The six digits that your app shows now, or one of your recovery codes."))


class ReauthenticateForm(_Once, base.ReauthenticateForm):
    """The same, to show again who one is."""

    code = _code_field(_("The six digits that your app shows now, or one of your recovery codes."))


class ActivateTOTPForm(_Once, totp.ActivateTOTPForm):
    """The first code, which shows that the app has the key."""

    code = _code_field(_("The six digits that your app shows now."))


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A new passkey: what the device answered, and a name for it."""

    name = _name_field()
    passwordless = None  # each passkey may sign in alone where the device knows its owner

    def clean(self) -> dict[str, Any]:
        """Check the device's answer, and keep of it only what a sign-in needs."""
        cleaned: dict[str, Any] = super().clean()
        if credential := cleaned.get("credential"):
            kept = {name: credential[name] for name in KEPT if name in credential}
            answer = credential["response"]
            kept["response"] = {name: answer[name] for name in KEPT_RESPONSE}
            alone = _signs_in_alone(credential.get("clientExtensionResults"))
            kept["clientExtensionResults"] = {"credProps": {"rk": alone}}
            cleaned["credential"] = kept
        return cleaned


class EditPasskeyForm(webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    name = _name_field()


def _signs_in_alone(results: object) -> bool:
    """Whether the device said that it keeps the passkey where a sign-in finds it."""
    properties = results.get("credProps") if isinstance(results, dict) else None
    return isinstance(properties, dict) and properties.get("rk") is True
