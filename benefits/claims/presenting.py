"""How an application reads: what we know and from where, what the person answered."""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import groupby
from typing import Any, Final, NamedTuple, Protocol, cast

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from benefits.claims.applications import APPLICATIONS
from benefits.claims.applications.without_work import DECLARED_CAUSES
from benefits.claims.forms import QuestionForm
from benefits.claims.headings import Filled, Kind, Source, filled
from benefits.claims.models import Claim, ClaimMove, EntryChannel
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.presenting import institution_name
from benefits.decisions.terms import answer_by
from declarations.glossary.catalog import code_list
from declarations.statuses.models import StatusKind
from portal.dates import date_format
from portal.days import quarter_words
from portal.people.models import HouseholdRole
from portal.people.numbers import format_enterprise, format_iban, format_inss
from portal.templatetags.solida import euros

GROUPS: Final = {
    "you": _("About you"),
    "household": _("Your household"),
    "work": _("Your last work"),
    "pay": _("Your pay"),
    "risk": _("What your employer declared"),
    "days": _("Your days of work"),
    "child": _("The child"),
    "rights": _("Another right of yours"),
    "statuses": _("What institutions told us"),
    "account": _("Where we pay"),
}
BY_THE_PERSON: Final = {"start", "submit", "withdraw"}
REGIONS: Final = {
    "flanders": _("Flanders"),
    "wallonia": _("Wallonia"),
    "brussels": _("Brussels"),
    "german_speaking": _("German-speaking Community"),
}
CODE_LISTS: Final = {Kind.WORKER_TYPE: "worker_types", Kind.JOINT_COMMITTEE: "joint_committees"}


class Group(NamedTuple):
    """Headings of one subject: rows for `components/summary_list.html`, and who corrects them."""

    title: str
    rows: list[dict[str, Any]]
    correction: str


class Written(Protocol):
    """A field that can write what it kept."""

    def written(self, value: Any) -> str:
        """Write a kept value for reading."""


def known_groups(claim: Claim) -> list[Group]:
    """Return what the portal knows already, by subject, each heading with its source."""
    employer = employer_of(claim)
    headings = filled(APPLICATIONS[claim.scheme].headings, claim.known)
    return [
        _group(key, list(members), employer)
        for key, members in groupby(headings, lambda each: each.heading.group)
    ]


def employer_of(claim: Claim) -> str:
    """Return the name of the employer that an application names; empty where there is none."""
    named = claim.known.get("employer")
    return str(named["value"]) if named else ""


def _group(key: str, members: list[Filled], employer: str) -> Group:
    rows = [
        {"label": each.heading.label, "value": written(each), "source": source(each, employer)}
        for each in members
    ]
    return Group(str(GROUPS[key]), rows, correction(members[-1].heading.source, employer))


def written(entry: Filled) -> str:
    """Write the value of a known heading in the active language; "–" where nothing is known."""
    value, kind = entry.value, entry.heading.kind
    if kind == Kind.MEMBERS:
        return "; ".join(_members(value)) or gettext("You live alone")
    if value in (None, ""):
        return "–"
    if kind in CODE_LISTS:
        return code_list(CODE_LISTS[kind])[value].title
    writers: dict[Kind, Callable[[Any], str]] = {
        Kind.DATE: date_format,
        Kind.MONTH: lambda day: date_format(day, "F Y"),
        Kind.CAUSE: lambda cause: str(DECLARED_CAUSES[cause]),
        Kind.INSS: format_inss,
        Kind.ENTERPRISE: format_enterprise,
        Kind.DAYS: _days,
        Kind.EUROS: euros,
        Kind.HOURS: _hours,
        Kind.REGION: _region,
        Kind.STATUSES: _statuses,
        Kind.IBAN: format_iban,
    }
    return writers.get(kind, str)(value)


def _days(count: int) -> str:
    text = ngettext("%(days)s day", "%(days)s days", count)
    return text % {"days": number_format(count, force_grouping=True)}


def _hours(hundredths: int) -> str:
    whole, part = divmod(hundredths, 100)
    minutes = f"{part * 60 // 100:02}"
    return gettext("%(hours)s h %(minutes)s") % {"hours": whole, "minutes": minutes}


def _region(region: str) -> str:
    return str(REGIONS[region])


def _statuses(kinds: Iterable[str]) -> str:
    return "; ".join(str(StatusKind(kind).label) for kind in kinds)


def _members(members: Iterable[dict[str, str]]) -> Iterator[str]:
    return (f"{each['name']} ({HouseholdRole(each['role']).label})" for each in members)


def source(entry: Filled, employer: str) -> str:
    """Return where a known heading comes from, as exactly as it was kept."""
    day = date_format(entry.as_of)
    texts = {
        Source.REGISTER: gettext("National Register, %(day)s"),
        Source.HIRING: gettext("declaration of %(employer)s, period %(period)s, of %(day)s"),
        Source.RISK: gettext("declaration of %(employer)s, known on %(day)s"),
        Source.WAGES: gettext("what your employers declared of %(period)s, on %(day)s"),
        Source.COUNTED: gettext("your employers' declarations, counted on %(day)s"),
        Source.DECISION: gettext("the decision of %(day)s"),
        Source.STATUS: gettext("what institutions reported, last on %(day)s"),
        Source.ACCOUNT: gettext("the account that you gave us on %(day)s"),
    }
    wages = entry.heading.source == Source.WAGES
    return texts[entry.heading.source] % {
        "day": day,
        "employer": employer,
        "period": quarter_words(int(entry.detail)) if wages else entry.detail,
    }


def correction(origin: Source, employer: str) -> str:
    """Return who puts a mistake right: the authentic source, never this application."""
    texts = {
        Source.REGISTER: gettext(
            "The civil affairs office of your municipality corrects the National Register."
            " Every institution then has it right at once."
        ),
        Source.HIRING: gettext(
            "Ask %(employer)s to correct its declaration. When it changes the last day of work, a"
            " new application takes the place of this one."
        ),
        Source.RISK: gettext(
            "Ask %(employer)s to change or cancel its declaration. What you get follows by itself."
        ),
        Source.WAGES: gettext(
            "Ask the employer who declared it to correct the quarter. It is the gross pay of the"
            " days that were paid, spread over a whole month."
        ),
        Source.COUNTED: gettext(
            "These days follow from the periods that your employers declared. Ask the employer"
            " whose period is missing or wrong to correct it."
        ),
        Source.DECISION: gettext("That decision says how you can object."),
        Source.STATUS: gettext("Ask the institution that reported it to correct it."),
        Source.ACCOUNT: gettext(
            "You change it on the page of your payments. All your rights are then paid there."
        ),
    }
    return texts[origin] % {"employer": employer}


def asked_and_known(claim: Claim) -> tuple[int, int]:
    """Return how many headings the person is asked and how many the portal filled in."""
    asked = APPLICATIONS[claim.scheme].asked(claim)
    return sum(len(each.form.base_fields) for each in asked), len(claim.known)


def questions_of(claim: Claim) -> list[tuple[str, type[QuestionForm]]]:
    """Return the steps of the questions for this person, each with its form."""
    return [(each.step, each.form) for each in APPLICATIONS[claim.scheme].asked(claim)]


def asked_labels(claim: Claim) -> list[str]:
    """Return what is left to ask, in words."""
    forms = (form for _step, form in questions_of(claim))
    return [str(field.label) for form in forms for field in form.base_fields.values()]


def answer_rows(claim: Claim, change: bool) -> list[dict[str, Any]]:
    """Return the person's own answers as rows; with `change`, each with a link to its question."""
    rows = []
    for step, form in questions_of(claim):
        for name, field in form.base_fields.items():
            value = claim.answers.get(step, {}).get(name)
            text = "–" if value in (None, "") else cast(Written, field).written(value)
            row: dict[str, Any] = {"label": field.label, "value": text}
            if change:
                url = reverse("claim_step", args=[claim.reference, step])
                new = step not in claim.answers
                words = pgettext("verb", "Answer") if new else gettext("Change")
                row["action"] = {"url": url, "text": words}
            rows.append(row)
    return rows


NEXT: Final = {
    "draft": _("We filled in what we know. Answer the few questions that are left and send it."),
    "decided": _("It was decided. The decision says why and what you can do."),
    "withdrawn": _("It was withdrawn. Nothing is done with it any more."),
}


# Of some applications, the keys of those of which somebody asks the person something. A room that
# asks registers it.
OpenQuestions = Callable[[Collection[int]], Collection[int]]
_OPEN_QUESTIONS: list[OpenQuestions] = []


def register_open_questions(find: OpenQuestions) -> OpenQuestions:
    """Register how it is found which applications wait for an answer of the person."""
    _OPEN_QUESTIONS.append(find)
    return find


def all_next(claims: Collection[Claim]) -> list[dict[str, Any]]:
    """Return applications with what happens next with each, as {claim, next}."""
    keys = [claim.pk for claim in claims if claim.status == ClaimStatus.SUBMITTED]
    asked = {key for find in _OPEN_QUESTIONS for key in find(keys)} if keys else set()
    return [{"claim": each, "next": _next(each, each.pk in asked)} for each in claims]


def what_next(claim: Claim) -> str:
    """Say what happens next with an application, who does it and until when."""
    (found,) = all_next([claim])
    return str(found["next"])


def _next(claim: Claim, asked: bool) -> str:
    if claim.submitted_at is None or claim.status != ClaimStatus.SUBMITTED:
        return str(NEXT[claim.status])
    if asked:
        return gettext("A caseworker asked you something: answer it, so that we can decide.")
    if claim.by_rule:
        return gettext("What we know is enough: the answer stands here in a moment.")
    return gettext(
        "The %(institution)s looks at %(what)s. You have the answer by %(day)s at the latest, and"
        " do not have to do anything."
    ) % {
        "institution": institution_name(claim.scheme),
        "what": APPLICATIONS[claim.scheme].checked_by,
        "day": date_format(answer_by(timezone.localdate(claim.submitted_at))),
    }


def saved_answer(claim: Claim, step: str) -> str:
    """Return the kept answer of a step in words; empty when there is none."""
    kept = claim.answers.get(step, {})
    fields = APPLICATIONS[claim.scheme].form(step).base_fields
    said = {name: value for name, value in kept.items() if value not in (None, "")}
    return ", ".join(cast(Written, fields[name]).written(value) for name, value in said.items())


MOVES: Final = {
    "prefill": _("We prepared it from what we know"),
    "bring_up": _("Your employer declared what a person has to look at"),
    "start": _("You began it"),
    "submit": _("You sent it"),
    "decide": _("It was decided"),
    "withdraw": _("It was withdrawn"),
}

ENTERED: Final = {
    EntryChannel.LETTER: _("The %(office)s entered it for you, from your letter of %(day)s."),
    EntryChannel.TELEPHONE: _("The %(office)s entered it for you, when you called on %(day)s."),
    EntryChannel.VISIT: _("The %(office)s entered it for you, when you came by on %(day)s."),
}


def events(claim: Claim) -> list[dict[str, Any]]:
    """Return what happened to an application, latest first, for `components/timeline.html`."""
    moves = claim.moves.select_related("user__person").order_by("-at", "-pk")
    return [
        {"date": move.at, "title": MOVES[move.verb], "body": _helper(claim, move), "tone": "info"}
        for move in moves
    ]


def _helper(claim: Claim, move: ClaimMove) -> str:
    """Say who did it in the person's place; officials are not named."""
    if move.user is None or move.verb not in BY_THE_PERSON or move.user.person == claim.person:
        return ""
    entry = getattr(claim, "entry", None)
    if entry and move.verb != "withdraw":
        return entered_words(claim)
    return gettext("by %(helper)s, who acts for you") % {"helper": move.user}


def entered_words(claim: Claim) -> str:
    """Say which office entered an application, and from what; empty where the person did."""
    entry = getattr(claim, "entry", None)
    if entry is None:
        return ""
    office, day = entry.office, date_format(entry.received_on)
    return str(ENTERED[EntryChannel(entry.channel)]) % {"office": office, "day": day}
