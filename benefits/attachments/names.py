"""Names of documents: what is left of them is a name, and says truly what the document is."""

from pathlib import PurePosixPath

from benefits.attachments.models import MediaType
from portal.pages.edge import clean_text

LENGTH = 100
ENDINGS = {MediaType.PDF: ".pdf", MediaType.JPEG: ".jpg", MediaType.PNG: ".png"}


def safe_name(name: str, media_type: str) -> str:
    """Return the name without folders, directions and controls, with the ending of its content."""
    last = PurePosixPath(clean_text(name).replace("\\", "/")).name
    words = "".join(c if c.isprintable() and c not in '<>:"|?*' else " " for c in last)
    stem = " ".join(PurePosixPath(words).stem.split()).strip(". ")
    ending = ENDINGS[MediaType(media_type)]
    return f"{stem[: LENGTH - len(ending)] or 'document'}{ending}"
