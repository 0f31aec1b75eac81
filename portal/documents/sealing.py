"""The seal in a letter's PDF: a signature (PAdES B-B) that allows no change at all afterwards.

The same key, document and moment give the same bytes: RSA with PKCS #1 v1.5 draws nothing by
chance, and the only moment in it is that of the letter. What is signed are all bytes but those of
the signature itself (ISO 32000-1, 12.8). The mark of the seal on the first page has no size and
lies beside the paper, so that nothing is read aloud for it (ISO 19005-3, 6.3.3; ISO 14289-1, 7.18).

The certificate is the installation's own unless `SEAL_KEY` brings one that others trust too.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

import pydyf
from asn1crypto import cms, pem, tsp, x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings

from portal.embedded.secrets import seal_key

DIGEST: Final = "sha256"
BESIDE_THE_PAPER: Final = pydyf.Array([-1, -1, -1, -1])
PLACE: Final = "{:010d}"  # of an offset, so that all byte ranges are written equally long


class _Signature(pydyf.Dictionary):
    """The signature, written where its place in the file is known, and empty at first."""

    compressible = False

    def __init__(self, at: datetime) -> None:
        super().__init__(
            {
                "Type": "/Sig",
                "Filter": "/Adobe.PPKLite",
                "SubFilter": "/ETSI.CAdES.detached",
                "M": pydyf.String(f"{at.astimezone(UTC):D:%Y%m%d%H%M%SZ}"),
                "Reference": pydyf.Array([_no_changes()]),
                "ByteRange": _range(0, 0, 0),
                "Contents": f"<{'0' * _length()}>",
            }
        )

    def sealed(self, pdf: bytes) -> bytes:
        """Return the document in which this stands, with the signature filled in."""
        start = pdf.index(b"/Contents <", self.offset) + len(b"/Contents ")
        end = start + len(self["Contents"])
        empty, ours = self["ByteRange"], _range(start, end, len(pdf) - end)
        head = pdf[: self.offset] + pdf[self.offset : start].replace(empty, ours)
        digest = hashlib.sha256(head + pdf[end:]).digest()
        return head + b"<" + _signed(digest) + b">" + pdf[end:]


class Seal:
    """The seal of one document: given to WeasyPrint as finisher, then put on what it wrote."""

    def __init__(self, at: datetime) -> None:
        """Begin a seal with the moment that stands in it."""
        self.signature = _Signature(at)

    def __call__(self, _document: Any, pdf: pydyf.PDF) -> None:
        """Add the field of the signature to a document that is about to be written."""
        pdf.add_object(self.signature)
        first = pdf.objects[pdf.pages["Kids"][0]]
        field = pydyf.Dictionary(
            {
                "Type": "/Annot",
                "Subtype": "/Widget",
                "FT": "/Sig",
                "T": pydyf.String("seal"),
                "V": self.signature.reference,
                "P": first.reference,
                "Rect": BESIDE_THE_PAPER,
                "F": 132,  # printed, and locked
            }
        )
        pdf.add_object(field)
        first["Annots"] = pydyf.Array([*first.get("Annots", []), field.reference])
        pdf.catalog["AcroForm"] = pydyf.Dictionary(
            {"Fields": pydyf.Array([field.reference]), "SigFlags": 3}
        )
        pdf.catalog["Perms"] = pydyf.Dictionary({"DocMDP": self.signature.reference})

    def on(self, pdf: bytes) -> bytes:
        """Return what was written, sealed."""
        return self.signature.sealed(pdf)


def _no_changes() -> pydyf.Dictionary:
    allowed = {"Type": "/TransformParams", "V": "/1.2", "P": 1}
    return pydyf.Dictionary(
        {
            "Type": "/SigRef",
            "TransformMethod": "/DocMDP",
            "TransformParams": pydyf.Dictionary(allowed),
        }
    )


def _range(start: int, end: int, rest: int) -> bytes:
    places = (PLACE.format(each) for each in (start, end, rest))
    return f"[0 {' '.join(places)}]".encode()


@cache
def _length() -> int:
    """Return how long a signature is."""
    return len(_signed(bytes(32)))


def _signed(digest: bytes) -> bytes:
    """Return the signature of a digest, in hexadecimal (RFC 5652); all are equally long."""
    own, *issuers = certificates()
    attributes = _attributes(own, digest)
    algorithm = {"algorithm": DIGEST}
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            "issuer_and_serial_number", {"issuer": own.issuer, "serial_number": own.serial_number}
        ),
        "digest_algorithm": algorithm,
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": "rsassa_pkcs1v15"},
        "signature": _key().sign(attributes.dump(), PKCS1v15(), SHA256()),
    }
    signed = {
        "version": "v1",
        "digest_algorithms": [algorithm],
        "encap_content_info": {"content_type": "data"},
        "certificates": [own, *issuers],
        "signer_infos": [signer],
    }
    content = cms.ContentInfo({"content_type": "signed_data", "content": signed})
    return bytes(content.dump()).hex().encode()


def _attributes(own: x509.Certificate, digest: bytes) -> cms.CMSAttributes:
    """Return what is signed: the digest, and which certificate it is (ETSI EN 319 142-1, 6.3)."""
    mark = hashlib.sha256(own.dump()).digest()
    certificate = tsp.SigningCertificateV2({"certs": [{"cert_hash": mark}]})
    return cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["data"]},
            {"type": "message_digest", "values": [digest]},
            {"type": "signing_certificate_v2", "values": [certificate]},
        ]
    )


@cache
def _key() -> RSAPrivateKey:
    """Return the key, read once: to read it takes longer than to sign."""
    key = load_pem_private_key(seal_key(settings.PLACES).encode(), None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("letters are sealed with RSA")
    return key


@cache
def certificates() -> tuple[x509.Certificate, ...]:
    """Return the certificate of the seal, and after it those of who issued it."""
    blocks = pem.unarmor(seal_key(settings.PLACES).encode(), multiple=True)
    return tuple(
        x509.Certificate.load(der) for kind, _headers, der in blocks if kind == "CERTIFICATE"
    )
