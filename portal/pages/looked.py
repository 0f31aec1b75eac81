"""The page with all lines of who looked at one's own data, and the same as a file."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from portal.access.door import ActingRequest, acting_as
from portal.access.models import AccessLine, CapacityKind, Purpose
from portal.pages.access_card import Look, lines_of, looks_of
from portal.people.models import Institution, Person
from portal.spreadsheet import BOM, csv_lines

ON_A_PAGE = 25
PIECE = 500  # lines of a file in memory at a time
# Who looked, besides companies.
PORTAL, ONESELF, HELPERS, STAFF = "portal", "oneself", "helpers", "institution:"


class LookedFilter(forms.Form):
    """Whose looks, why and when. What is not a choice keeps everything."""

    who = forms.ChoiceField(label=__("Who"), required=False)
    why = forms.ChoiceField(label=__("Why"), required=False, choices=[("", __("any reason"))])
    since = forms.DateField(label=__("From"), required=False)
    until = forms.DateField(label=__("Until"), required=False)

    def __init__(self, lines: QuerySet[AccessLine], data: Any) -> None:
        super().__init__(data)
        seen = list(_seen(lines))
        self._set("who", _("anybody"), dict(_who(row) for row in seen))
        purposes = {row["purpose"] for row in seen}
        self._set("why", _("any reason"), {p: p.label for p in Purpose if p in purposes})
        for day in ("since", "until"):
            self.fields[day].widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")

    def _set(self, name: str, every: str, choices: dict[str, Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", every), *choices.items()]

    def keep(self, lines: QuerySet[AccessLine]) -> QuerySet[AccessLine]:
        """Return the lines that were asked for."""
        self.is_valid()
        asked = self.cleaned_data
        conditions = {"purpose": asked.get("why"), "at__date__gte": asked.get("since")}
        conditions["at__date__lte"] = asked.get("until")
        kept = lines.filter(**{name: value for name, value in conditions.items() if value})
        return kept.filter(_by(asked["who"])) if asked.get("who") else kept

    @property
    def query(self) -> str:
        """Return the query of an address with the same filter."""
        return urlencode(self.data, doseq=True)


def _seen(lines: QuerySet[AccessLine]) -> Iterator[dict[str, Any]]:
    """Yield which organisations looked, and why: each once."""
    organisations = [
        "capacity__kind",
        "capacity__mandate",
        "capacity__institution__code",
        "capacity__institution__name",
        "capacity__institution__names",
        "capacity__company__reference",
        "capacity__company__name",
    ]
    yield from (
        lines.order_by(*organisations, "purpose").values(*organisations, "purpose").distinct()
    )


def _who(row: dict[str, Any]) -> tuple[str, str]:
    if row["capacity__kind"] is None:
        return PORTAL, _("The portal itself")
    if row["capacity__mandate"]:
        return HELPERS, _("Somebody who acts for you")
    if row["capacity__kind"] == CapacityKind.CITIZEN:
        return ONESELF, _("You")
    if row["capacity__institution__code"]:
        institution = Institution(
            name=row["capacity__institution__name"], names=row["capacity__institution__names"]
        )
        return f"{STAFF}{row['capacity__institution__code']}", str(institution)
    return str(row["capacity__company__reference"]), row["capacity__company__name"]


def _by(who: str) -> Q:
    if who == PORTAL:
        return Q(capacity__isnull=True)
    if who in (HELPERS, ONESELF):
        return Q(capacity__kind=CapacityKind.CITIZEN, capacity__mandate__isnull=who == ONESELF)
    if who.startswith(STAFF):
        return Q(capacity__institution__code=who.removeprefix(STAFF))
    return Q(capacity__company__reference=who)


@acting_as(CapacityKind.CITIZEN)
def looked(request: ActingRequest) -> HttpResponse:
    """Show a person who looked at their data, in which capacity, why and when."""
    person = request.capacity.person
    lines = lines_of(person)
    form = LookedFilter(lines, request.GET)
    page = Paginator(form.keep(lines), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "form": form, "looks": looks_of(person, page)}
    return render(request, "pages/looked.html", context)


@acting_as(CapacityKind.CITIZEN)
def looked_file(request: ActingRequest) -> StreamingHttpResponse:
    """Return the same lines as CSV in the active language, without pages."""
    person = request.capacity.person
    lines = lines_of(person)
    kept = LookedFilter(lines, request.GET).keep(lines)
    body = _csv(person, kept, get_language() or "en")
    response = StreamingHttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="looked.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _csv(person: Person, lines: QuerySet[AccessLine], language: str) -> Iterator[bytes]:
    # Made while it is sent: then the language of the request is no longer set.
    with override(language):
        head = [_("When"), _("Who"), _("Why"), _("Reason"), _("Legal ground"), _("What")]
    yield (BOM + csv_lines([head])).encode()
    rows = lines.iterator(chunk_size=PIECE)
    while piece := list(islice(rows, PIECE)):
        with override(language):
            text = csv_lines(_row(look) for look in looks_of(person, piece))
        yield text.encode()


def _row(look: Look) -> list[str]:
    when = localtime(look.at).isoformat(timespec="seconds")
    ground = _(look.ground) if look.ground else ""
    return [when, look.who, look.why, look.reason, ground, look.what]
