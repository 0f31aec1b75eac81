"""What is asked of who wants support, and of the counsellor who hands over or ends a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.cases.forms import ColleagueField
from casework.plans.models import SupportFile
from casework.plans.queries import colleagues, offices
from casework.plans.statuses import Ending
from portal.access.models import Capacity

LONGEST = 4000


class AskSupportForm(forms.Form):
    """Which office shall help, and what the person hopes for."""

    office = forms.ModelChoiceField(
        label=_("Which office shall help you?"),
        queryset=offices(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose an office."),
            "invalid_choice": _("Choose an office of the list."),
        },
    )
    wish = forms.CharField(
        label=_("What would help you to find work?"),
        help_text=_("You need not write anything. Somebody of the office talks with you first."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=LONGEST,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].initial = offices().first()


class CounsellorForm(forms.Form):
    """To which colleague a file goes."""

    colleague = ColleagueField(
        label=_("Colleague"),
        queryset=Capacity.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("Choose a colleague of your office."),
        },
    )

    def __init__(self, file: SupportFile, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["colleague"]
        assert isinstance(field, ColleagueField)  # noqa: S101 - declared above
        field.queryset = colleagues(file)


class EndForm(forms.Form):
    """Why support ends."""

    ending = forms.ChoiceField(
        label=_("Why does the support end?"),
        widget=forms.RadioSelect,
        choices=Ending.choices,
        error_messages={"required": _("Choose why it ends.")},
    )
    words = forms.CharField(
        label=_("A few words to the person"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=LONGEST,
    )
