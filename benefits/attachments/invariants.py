"""What must hold of documents."""

from portal.verification import hold

hold(
    "documents",
    "A document is the one that was added: its fingerprint is that of its bytes.",
    of="benefits_content",
    broken="""
        SELECT sha256 FROM benefits_content
        WHERE sha256 <> encode(sha256(data), 'hex') OR size <> length(data) ORDER BY 1
    """,
)
