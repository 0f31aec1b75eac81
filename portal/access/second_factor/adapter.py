"""How second factors are kept: seeds and recovery codes, shut with this installation's key."""

import base64
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext


class SecondFactorAdapter(DefaultMFAAdapter):
    """Shuts what must stay secret before it is stored; names the portal to authenticators."""

    def encrypt(self, text: str) -> str:
        """Return the text shut with the key in use."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the text that was shut, with the key in use or one before it."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return for whom a passkey is: the host that people type, whatever a request says."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "", "name": settings.SERVICE_NAME}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """Return a name for a new passkey, which its owner can change."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}


def _cipher() -> MultiFernet:
    """Return the cipher of this installation: AES-128-CBC with HMAC-SHA256 (the Fernet format)."""
    secrets: list[Any] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    derive = HKDF(SHA256(), length=32, salt=None, info=b"second factor")
    return base64.urlsafe_b64encode(derive.derive(secret.encode()))
