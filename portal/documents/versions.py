"""Which version of a template a new letter takes: the last one. Those before it stay."""

from functools import cache

from django.conf import settings

LETTERS = settings.BASE_DIR / "templates" / "letters"


@cache
def latest(template: str) -> int:
    """Return the highest version of a template; raises `ValueError` where there is none."""
    files = LETTERS.glob(f"{template}_v*.html")
    return max(int(file.stem.removeprefix(f"{template}_v")) for file in files)
