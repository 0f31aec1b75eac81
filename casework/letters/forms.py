"""The parts of a letter that a caseworker edits."""

from functools import cached_property
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.letters.texts import LetterTemplate, letter_templates

LABELS: Final = {
    "text": _("What you tell the person"),
    "why": _("Why it takes more time"),
    "day": _("By which day"),
    "about": _("What it is about"),
    "when": _("When and where"),
    "bring": _("What to bring"),
}


class TemplateForm(forms.Form):
    """Which letter."""

    template = forms.ChoiceField(
        label=_("Which letter?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a letter.")},
    )

    def __init__(self, language: str, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        templates = letter_templates().values()
        field.choices = [(each.code, each.in_language(language).title) for each in templates]


class PartsForm(forms.Form):
    """The parts of one letter: nothing else of it can be changed."""

    def __init__(self, template: LetterTemplate, language: str, data: Any = None) -> None:
        starts = template.in_language(language).starts
        super().__init__(data, initial=starts)
        for name, longest in template.parts.items():
            self.fields[name] = forms.CharField(
                label=LABELS[name],
                max_length=longest,
                widget=forms.Textarea(attrs={"rows": 6 if longest > 500 else 2}),
                error_messages={"required": _("Write this part of the letter.")},
            )

    @cached_property
    def parts(self) -> dict[str, str]:
        """Return what was written, by part."""
        return dict(self.cleaned_data)
