"""What the ground floor knows of a person: identity, home, how to be reached, the account."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.dates import date_format
from portal.directory.models import Registration
from portal.pages.own.data import Datum, Group, days, register_data
from portal.pages.own.queries import contact_of
from portal.people.models import Person
from portal.people.numbers import format_inss


def _register_corrects() -> str:
    return _(
        "The civil affairs office of your municipality corrects the National Register."
        " Every institution then has it right at once."
    )


@register_data(10)
def contact(person: Person) -> Group:
    """Tell how the person is reached: the only data that are changed here."""
    now = contact_of(person)
    source, said_on = (_("you"), now.said_at) if now.pk else (_("your account"), None)
    told = [
        (_("E-mail address for messages"), now.email or "–"),
        (_("Telephone"), now.telephone or "–"),
        (_("Language of messages and letters"), now.get_language_display()),
        (_("How you prefer to get messages"), now.get_channel_display()),
    ]
    data = [Datum(label, str(value), source, said_on) for label, value in told]
    link = (reverse("contact"), _("Change how we reach you"))
    return Group(_("How we reach you"), data, _("These are yours: you change them here."), [link])


@register_data(20)
def identity(person: Person) -> Group:
    """Tell who the person is, as the register of persons has it."""
    register = _("National Register")
    data = [Datum(_("Name"), person.full_name, register)]
    if person.birth_date:
        data.append(Datum(_("Date of birth"), date_format(person.birth_date), register))
    for number in person.numbers.order_by("-since"):
        label = _("National number") if number.until is None else _("Replaced number")
        data.append(Datum(label, format_inss(number.number), register, number.since))
    return Group(_("Who you are"), data, _register_corrects())


@register_data(30)
def home(person: Person) -> Group:
    """Tell where the person lived, latest first; with whom is not told, only with how many."""
    register = _("National Register")
    data = []
    for member in person.memberships.select_related("household").order_by("-since"):
        value = f"{member.household.address}; {days(member.since, member.until)}"
        data.append(Datum(_("Address"), value, register, member.since))
        if member.until is None:
            data.append(Datum(_("Your household"), _household(person), register))
    return Group(_("Where you live"), data, _register_corrects())


def _household(person: Person) -> str:
    today = timezone.localdate()
    members = person.memberships.model.objects.living_with(person, today)
    own = next(each for each in members if each.person_id == person.pk)
    count = ngettext("%(count)s person", "%(count)s persons", len(members))
    return f"{count % {'count': len(members)}}; {_('you')}: {own.get_role_display()}"


@register_data(70)
def files(person: Person) -> Group:
    """Tell which institutions have a file of the person."""
    found = Registration.objects.filter(person=person).select_related("institution")
    return Group(
        _("Institutions that have a file about you"),
        [
            Datum(str(each.institution), days(each.since, each.until), str(each.institution))
            for each in found.order_by("-since")
        ],
        _("Ask the institution itself: it says there why it has a file, and ends it."),
    )


@register_data(90)
def account(person: Person) -> Group | None:
    """Tell with what the person signs in."""
    user = getattr(person, "account", None)
    if user is None:
        return None
    data = [Datum(_("Sign-in"), user.email, _("your account"), user.date_joined)]
    link = (reverse("sessions"), _("Sign-in and sessions"))
    words = _("Ask who gave you the account. Your password and second step you change yourself.")
    return Group(_("Your account"), data, words, [link])
