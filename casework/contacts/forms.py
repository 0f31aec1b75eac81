"""Who calls, what is asked, what is answered."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from casework.contacts.identifying import CHECKS
from casework.contacts.models import Channel, Direction
from casework.contacts.topics import topic_choices
from casework.information.actions import Source
from casework.information.queries import found
from portal.people.numbers import InvalidNumber, clean_identity_card, clean_inss

LONGEST: Final = 4000
NO_PAGE: Final = "none"
NARROW: Final = {"class": "govuk-input--width-10", "autocomplete": "off"}


class NumberField(forms.CharField):
    """A number that is stored in one form."""

    def __init__(self, clean: Any, label: Any, **options: Any) -> None:
        self.one_form = clean
        super().__init__(
            label=label, max_length=24, widget=forms.TextInput(attrs=NARROW), **options
        )

    def clean(self, value: object) -> str:
        """Return the number in its one form; empty stays empty."""
        given: str = super().clean(value)
        try:
            return self.one_form(given) if given else ""
        except InvalidNumber as error:
            raise forms.ValidationError(error.message) from None


def _short(label: Any, pattern: str, wrong: Any, help_text: Any) -> forms.Field:
    return forms.RegexField(
        pattern,
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.TextInput(attrs=NARROW),
        error_messages={"invalid": wrong},
    )


def _fields() -> dict[str, forms.Field]:
    """Return the field of each fact that can be asked, by its code in `checks.yaml`."""
    return {
        "birth_date": forms.DateField(
            label=_("Date of birth"),
            help_text=_("Such as 27/3/1985"),
            required=False,
            widget=forms.DateInput(attrs=NARROW),
        ),
        "postal_code": forms.CharField(
            label=_("Postal code where the person lives"),
            required=False,
            max_length=9,
            widget=forms.TextInput(attrs=NARROW),
        ),
        "house_number": forms.CharField(
            label=_("House number"),
            help_text=_("Without the box"),
            required=False,
            max_length=10,
            widget=forms.TextInput(attrs=NARROW),
        ),
        "card_number": NumberField(
            clean_identity_card,
            _("Number of the identity card"),
            help_text=_("12 digits, such as 592-0000001-82"),
            required=False,
        ),
        "account_end": _short(
            _("Last four digits of the account on which we pay"),
            r"^[0-9A-Za-z]{4}$",
            _("Type four digits."),
            "",
        ),
        "payment_cents": _short(
            _("Cents of the last payment"),
            r"^[0-9]{2}$",
            _("Type two digits."),
            _("The two digits after the comma of the amount: of 1.234,56 euros it is 56"),
        ),
    }


class IdentifyForm(forms.Form):
    """The national number, and what the person answers to questions of one's choice."""

    def __init__(self, channel: Channel, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checks = CHECKS[channel]
        wanted = {"required": _("Type the national number.")}
        self.fields["number"] = NumberField(clean_inss, _("National number"), error_messages=wanted)
        known = _fields()
        for code in self.checks.ask:
            self.fields[code] = known[code]

    def clean(self) -> dict[str, Any]:
        """Want as many answers as must fit."""
        if not self.errors and len(self.said) < self.checks.right:
            few = ngettext_lazy(
                "Ask at least %d question.", "Ask at least %d questions.", self.checks.right
            )
            self.add_error(self.checks.ask[0], few % self.checks.right)
        return self.cleaned_data

    @property
    def said(self) -> Mapping[str, str]:
        """Return what was answered, by code, in the form in which the database compares it."""
        given = {code: self.cleaned_data.get(code) for code in self.checks.ask}
        return {code: _plain(code, value) for code, value in given.items() if value}


def _plain(code: str, value: Any) -> str:
    if code == "birth_date":
        return str(value.isoformat())
    return "".join(str(value).split()).upper()


class TopicField(forms.ChoiceField):
    """What a contact is about."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            choices=lambda: [("", _("Choose")), *topic_choices()],
            error_messages={"required": _("Choose what it is about.")},
        )


def _words(label: Any, wanted: Any = "", **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        required=bool(wanted),
        error_messages={"required": wanted},
        **options,
    )


class FromPages(forms.Form):
    """The page that answers: what is sought, and of what was found the page, or that none does."""

    sought = forms.CharField(
        label=_("Search the pages of the portal"),
        help_text=_("A few words. Name nobody."),
        required=False,
        max_length=100,
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        words = ((data if data is not None else self.initial).get("sought") or "").strip()
        self.pages = {str(each.pk): each for each in found(words)} if words else {}
        if words:
            offered = [(key, each.title) for key, each in self.pages.items()]
            self.fields["page"] = forms.ChoiceField(
                label=_("Which page answers it?"),
                widget=forms.RadioSelect,
                choices=[*offered, (NO_PAGE, _("None of them"))],
                error_messages={"required": _("Say which page answers, or that none does.")},
            )
            self.order_fields(self.field_order)

    @property
    def source(self) -> Source | None:
        """Return what was sought, with the page that answers or None; None if nothing was."""
        sought = self.cleaned_data.get("sought", "")
        return Source(sought, self.pages.get(self.cleaned_data["page"])) if sought else None


class RecordForm(FromPages):
    """What was asked in a contact, and what was answered."""

    field_order = ("direction", "topic", "question", "answer", "sought", "page")

    direction = forms.ChoiceField(
        label=_("Who began?"),
        widget=forms.RadioSelect,
        initial=Direction.IN,
        choices=[(Direction.IN, _("The person")), (Direction.OUT, _("We"))],
        error_messages={"required": _("Choose who began.")},
    )
    topic = TopicField(_("What is it about?"))
    question = _words(_("What was asked, or what you had to tell"), _("Write what it was about."))
    answer = _words(
        _("What you answered"),
        help_text=_(
            "The person reads this on their page. Leave it empty if you cannot answer: the question"
            " then waits for the office that it is about."
        ),
    )


class WriteForm(forms.Form):
    """What a citizen asks."""

    topic = TopicField(_("What is it about?"))
    question = _words(
        _("Your question"),
        _("Write your question."),
        help_text=_("Leave out what we know: your name, your number, your address, your work."),
    )


class ReplyForm(FromPages):
    """The answer to what waited."""

    field_order = ("answer", "sought", "page")

    answer = _words(_("Your answer, in words that the person understands"), _("Write your answer."))


class PassOnForm(forms.Form):
    """What the question is about, when it is for another office."""

    topic = TopicField(_("What is it really about?"))
