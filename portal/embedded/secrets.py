"""Keys of one installation: taken from the environment, else made once and kept in `DATA_DIR`."""

import contextlib
import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from portal.embedded.places import Places

# Of a certificate: its key signs documents, and nothing else (RFC 5280, 4.2.1.3, in its order).
SIGNS = (True, True, *[False] * 7)


def secret_key(places: Places) -> str:
    """Return Django's secret key: `SECRET_KEY`, else the one kept in the data folder."""
    return os.environ.get("SECRET_KEY") or _kept(
        places.data / "secret_key", lambda: secrets.token_urlsafe(50)
    )


def identity_provider_key(places: Places) -> str:
    """Return the PEM key that signs tokens: `IDP_OIDC_PRIVATE_KEY`, else the kept one."""
    return os.environ.get("IDP_OIDC_PRIVATE_KEY") or _kept(places.data / "oidc_key.pem", _new_pem)


def demo_provider_key(places: Places) -> str:
    """Return the PEM key that signs for the demo's national identity provider."""
    return _kept(places.data / "demo_provider_key.pem", _new_pem)


def trail_key(places: Places) -> str:
    """Return the PEM key (Ed25519) that signs the audit trail: `TRAIL_KEY`, else the kept one."""
    return os.environ.get("TRAIL_KEY") or _kept(
        places.data / "trail_key.pem", lambda: _pem(ed25519.Ed25519PrivateKey.generate())
    )


def seal_key(places: Places) -> str:
    """Return the PEM key (RSA) that seals letters, and its certificate: `SEAL_KEY`, or as kept."""
    return os.environ.get("SEAL_KEY") or _kept(places.data / "seal_key.pem", _new_seal)


def _new_seal() -> str:
    """Return a key with a certificate that it signed itself, for thirty years from yesterday on."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Solida: seal of letters")])
    since = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=30 * 365))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(*SIGNS), critical=True)
        .sign(key, hashes.SHA256())
    )
    return _pem(key) + certificate.public_bytes(serialization.Encoding.PEM).decode()


def _new_pem() -> str:
    return _pem(rsa.generate_private_key(public_exponent=65537, key_size=2048))


def _pem(key: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def _kept(path: Path, make: Callable[[], str]) -> str:
    try:
        return path.read_text()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    own = path.with_name(f".{path.name}.{os.getpid()}")
    own.touch(mode=0o600)
    own.write_text(make())
    with contextlib.suppress(FileExistsError):
        os.link(own, path)  # of two processes that start at once, the first to link wins
    own.unlink()
    return path.read_text()
