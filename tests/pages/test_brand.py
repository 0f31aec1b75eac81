"""The colours of the brand can be read by everybody (WCAG 2.2, success criteria 1.4.3, 1.4.11)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

BRAND = (Path(settings.BASE_DIR) / "static" / "styles" / "_brand.scss").read_text()
COLOURS = dict(re.findall(r"^\$([a-z-]+): #([0-9a-f]{3,6});", BRAND, re.MULTILINE))

TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-soft", "link", "link-hover", "link-visited")
      for ground in ("paper", "surface")],
    ("paper", "brand"),
    ("brand", "brand-pale"),
    ("brand-deep", "brand-pale"),
    ("attention-ink", "attention-pale"),
    ("link", "attention-pale"),
    ("success-ink", "success-pale"),
    ("danger-ink", "danger-pale"),
    ("danger", "paper"),
    ("ink", "line-soft"),
]  # fmt: skip
SIGNS = [("brand", "surface"), ("success", "success-pale"), ("ink", "attention")]


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, as WCAG 2.2 defines it."""
    digits = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two named colours, 1 to 21."""
    darker, lighter = sorted(luminance(COLOURS[name]) for name in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("sign", "ground"), SIGNS)
def test_signs_stand_out(sign: str, ground: str) -> None:
    assert contrast(sign, ground) >= 3
