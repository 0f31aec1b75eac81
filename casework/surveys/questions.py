"""What staff are asked: how far they agree, from 1 to 5. Of the house, from no source."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

QUESTIONS: Final[dict[str, str | Promise]] = {
    "purpose": _("My work helps people."),
    "load": _("I can do my work in the time that I have."),
    "tools": _("The portal gives me what I need to decide."),
    "support": _("Colleagues and my supervisor help me when a case is hard."),
    "say": _("I can say what should be better."),
}
SCORES: Final[dict[int, str | Promise]] = {
    5: _("I agree"),
    4: _("I agree a little"),
    3: _("neither"),
    2: _("I rather disagree"),
    1: _("I disagree"),
}
