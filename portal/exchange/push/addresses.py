"""Which addresses may be called: public ones, by what their name leads to at that very moment.

An address is judged as numbers, never as text: a name may lead anywhere, and a number may be
written in many ways. The call goes to the number that was judged, and to no other.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64: Final = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address within
REFUSALS: Final[dict[str, str | Promise]] = {
    "shape": _("Give an address that begins with https://, without user name or fragment."),
    "unknown": _("The name leads to no address."),
    "private": _("The name leads to an address that is not public."),
}


class RefusedAddressError(Exception):
    """An address that is not called; `code` is a key of `REFUSALS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code, self.message = code, REFUSALS[code]


def split(url: str) -> SplitResult:
    """Return the parts of an address; raise `RefusedAddressError` for one that is not safe.

    `settings.PUSH_ALSO_TO` names places ("host:port") that may be called without https.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedAddressError("shape") from None
    odd = parts.username is not None or parts.fragment or not parts.hostname or not url.isascii()
    if odd or any(sign <= " " or sign == "\\" for sign in url):
        raise RefusedAddressError("shape")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_named(parts)):
        raise RefusedAddressError("shape")
    return parts._replace(netloc=f"{_bracketed(parts)}:{port}" if port else _bracketed(parts))


def check_url(url: str) -> None:
    """Raise `RefusedAddressError` unless an address is safe and leads to public places alone."""
    resolve(split(url))


def resolve(parts: SplitResult) -> str:
    """Return the number to call; all to which the name leads must be public."""
    assert parts.hostname is not None  # noqa: S101 - `split` saw to it
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RefusedAddressError("unknown") from None
    numbers = [str(entry[4][0]) for entry in found]
    if not numbers:
        raise RefusedAddressError("unknown")
    if not _is_named(parts) and not all(is_public(number) for number in numbers):
        raise RefusedAddressError("private")
    return numbers[0]


def is_public(number: str) -> bool:
    """Whether an IP address is one of the open internet, also where it holds another within."""
    try:
        address: Address = ipaddress.ip_address(number)
    except ValueError:  # with a zone, which is only for links
        return False
    if isinstance(address, ipaddress.IPv6Address):
        within = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in NAT64:
            within.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(each is not None and not _is_open(each) for each in within):
            return False
        if address.ipv4_mapped:
            return True
    return _is_open(address)


def _is_open(address: Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _is_named(parts: SplitResult) -> bool:
    return parts.netloc in settings.PUSH_ALSO_TO


def _bracketed(parts: SplitResult) -> str:
    name = parts.hostname or ""
    return f"[{name}]" if ":" in name else name
