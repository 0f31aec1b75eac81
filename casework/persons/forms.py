"""How a caseworker finds a person for whom there is no case: by the whole number only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.models import Person
from portal.people.numbers import InvalidNumber, clean_inss


class PersonForm(forms.Form):
    """A national number, as the person shows it. Sent by POST: it may not stand in an address."""

    number = forms.CharField(
        label=_("National number"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
        error_messages={"required": _("Type the number as it stands on the identity card.")},
    )

    def clean_number(self) -> Person:
        """Return the person who has the number, or had it before it was replaced."""
        try:
            number = clean_inss(self.cleaned_data["number"])
        except InvalidNumber as error:
            raise forms.ValidationError(error.message) from None
        person = Person.objects.identify(number)
        if person is None:
            raise forms.ValidationError(_("Nobody in the register has this number."))
        return person
