"""How questions are drawn, and what stands under an application that is sent."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Size
from django import forms
from django.utils.translation import gettext_lazy as _


class QuestionForm(forms.Form):
    """A question, or a few that belong together, written large."""

    @property
    def helper(self) -> FormHelper:
        """How the question is drawn inside the page's own form element."""
        helper = FormHelper(self)
        helper.form_tag, helper.disable_csrf = False, True
        helper.label_size = helper.legend_size = Size.MEDIUM
        return helper


class TruthForm(forms.Form):
    """What stands under an application that is sent."""

    true = forms.BooleanField(
        label=_("What I filled in is true and complete."),
        error_messages={"required": _("Confirm that what you filled in is true and complete.")},
    )


def answers_of(form: forms.Form) -> dict[str, Any]:
    """Return what a valid form says, as plain JSON values (amounts in cents, days as ISO text)."""
    return dict(form.cleaned_data)
