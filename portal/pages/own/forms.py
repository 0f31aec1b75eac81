"""The questions of how somebody wants to be reached."""

import re
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.people.contact.models import ContactChannel

TELEPHONE: Final = re.compile(r"\+?[0-9]{8,15}")
BETWEEN: Final = re.compile(r"[\s./()-]+")


class ContactForm(forms.Form):
    """How somebody wants to be reached."""

    email = forms.EmailField(
        label=_("E-mail address for messages"),
        required=False,
        help_text=_("We send a link to a new address; it counts once you have opened that link."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    telephone = forms.CharField(
        label=_("Telephone (optional)"),
        required=False,
        max_length=30,
        help_text=_("For a caseworker who has a question about your application."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("Language of messages and letters"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label=_("How do you prefer to get messages?"),
        choices=ContactChannel.choices,
        widget=forms.RadioSelect,
    )

    def clean_telephone(self) -> str:
        """Return the number without what people write between its digits."""
        number = BETWEEN.sub("", self.cleaned_data["telephone"])
        if number and not TELEPHONE.fullmatch(number):
            raise forms.ValidationError(
                _("A telephone number has 8 to 15 digits: +32 470 12 34 56.")
            )
        return number

    def clean(self) -> dict[str, Any]:
        """Want an address from who wants e-mails."""
        given = self.cleaned_data
        wants = given.get("channel") == ContactChannel.EMAIL
        if wants and not given.get("email") and "email" not in self.errors:
            self.add_error("email", _("Fill in your e-mail address, or choose paper."))
        return given
