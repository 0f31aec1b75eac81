"""How staff are shown to their supervisor."""

from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.decisions.presenting import scheme_title
from casework.plans.actions import seats
from casework.queue.statuses import Kind
from casework.staff.caseload import Load, caseload, most
from casework.staff.models import Absence, Profile
from casework.staff.queries import caseworkers, profiles_of
from casework.training.exercises import EXERCISES
from casework.training.presenting import marks_of
from portal.people.models import Institution


def limits() -> dict[str, int]:
    """Return how much one caseworker may have: in hand at all, and people in intensive support."""
    return {"most": most(), "seats": seats()}


def rows(office: Institution) -> list[dict[str, Any]]:
    """Return the caseworkers of an office with what they hold and may take, by name."""
    workers = list(caseworkers(office))
    said, held, marks = profiles_of(workers), caseload(office), marks_of(workers)
    today = Absence.objects.today().filter(office=office)
    away = {each.capacity_id: each for each in today.select_related("substitute__user__person")}
    return [
        {
            "worker": each,
            "load": held.get(each.user_id, Load()),
            "parts": competences(said.get(each.pk)),
            "away": away.get(each.pk),
            "marks": marks.get(each.pk, []),
        }
        for each in workers
    ]


def competences(profile: Profile | None) -> list[str | Promise]:
    """Return what somebody may take in words, a line for each limit."""
    if profile is None:
        return [_("Everything of the office")]
    languages = dict(settings.LANGUAGES)
    told = (
        (profile.schemes, lambda code: scheme_title(code), _("All rights")),
        (profile.kinds, lambda code: Kind(code).label, _("All kinds")),
        (profile.languages, lambda code: languages[code], _("All languages")),
    )
    may: list[str | Promise] = [
        ", ".join(str(words(code)) for code in limits) if limits else everything
        for limits, words, everything in told
    ]
    first = ", ".join(gettext(EXERCISES[key].title) for key in profile.exercises)
    return [*may, gettext("First to pass: %(exercises)s") % {"exercises": first}] if first else may
