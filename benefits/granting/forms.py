"""What a person wants done with rights that follow without asking."""

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Size
from django import forms
from django.utils.translation import gettext_lazy as _

from benefits.granting.models import Way


class WayForm(forms.Form):
    """One choice of three."""

    way = forms.ChoiceField(
        label=_("What do you want us to do?"),
        choices=Way,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you want us to do.")},
    )

    @property
    def helper(self) -> FormHelper:
        """How it is drawn inside the page's own form element."""
        helper = FormHelper(self)
        helper.form_tag, helper.disable_csrf = False, True
        helper.legend_size = Size.MEDIUM
        return helper
