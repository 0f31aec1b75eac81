"""What every application has in common: a description in data, which one set of pages reads.

A description names the headings that sources fill in, the questions that are left, and how each
fact of the rule follows from them. Facts that only a caseworker can find stand in it too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone
from django.utils.functional import Promise

from benefits.claims.applications.known import KNOWN
from benefits.claims.applications.sources import Sources
from benefits.claims.forms import QuestionForm
from benefits.claims.headings import Heading, Known
from benefits.schemes import SCHEMES
from benefits.schemes.outcome import Explanation
from benefits.schemes.single import Scalars, evaluate

if TYPE_CHECKING:
    from benefits.claims.models import Claim
    from declarations.hiring.models import EmploymentPeriod
    from portal.people.models import Person

Scalar = int | bool | str | date | None


@dataclass(frozen=True)
class Assessment:
    """What the rule says of an application, with the facts and the day that it was given."""

    facts: Scalars
    on: date
    explanation: Explanation


@dataclass(frozen=True)
class Told:
    """What an application tells: headings that are known, answers by name, and the day it was sent.

    An application that was not sent yet is read as if it were sent today.
    """

    known: Known
    answers: Mapping[str, Any]
    on: date

    def held(self, key: str, otherwise: Any = None) -> Any:
        """Return the value of a known heading."""
        return self.known[key]["value"] if key in self.known else otherwise

    def held_day(self, key: str) -> date | None:
        """Return a known heading that is a day."""
        return _day(self.held(key))

    def answer(self, name: str, otherwise: Any = None) -> Any:
        """Return an answer; `otherwise` where it was not asked or left empty."""
        value = self.answers.get(name)
        return otherwise if value in (None, "") else value

    def answered_day(self, name: str) -> date | None:
        """Return an answer that is a day."""
        return _day(self.answer(name))

    @property
    def members(self) -> list[dict[str, Any]]:
        """Those who live with the person: name, role, kin, adult."""
        return list(self.held("members", []))

    @property
    def adults(self) -> list[dict[str, Any]]:
        """Other adults at the address."""
        return [each for each in self.members if each.get("adult", True)]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


Fact = Callable[[Told], Scalar]
Asked = Callable[[Told], bool]
Day = Callable[[Scalars, date], date]


def held(key: str, otherwise: Scalar = None) -> Fact:
    """Take a fact from a known heading."""
    return lambda told: told.held(key, otherwise)


def held_day(key: str) -> Fact:
    """Take a day from a known heading."""
    return lambda told: told.held_day(key)


def answered(name: str, otherwise: Scalar = None) -> Fact:
    """Take a fact from an answer."""
    return lambda told: told.answer(name, otherwise)


def answered_day(name: str) -> Fact:
    """Take a day from an answer."""
    return lambda told: told.answered_day(name)


def said_yes(name: str) -> Fact:
    """Take yes or no from an answer."""
    return lambda told: told.answer(name) == "yes"


def is_always(value: Scalar) -> Fact:
    """Take what holds for everybody who applies here."""
    return lambda _told: value


class Left:
    """A fact that a caseworker finds: until then it is as the law takes it unproven."""

    def __init__(self, value: Scalar) -> None:
        self.value = value

    def __call__(self, _told: Told) -> Scalar:
        """Return the fact as it stands before anybody looked."""
        return self.value


def sent_on(told: Told) -> date:
    """Return the day on which the application was sent: the right is asked for from then on."""
    return told.on


def day_sent(_facts: Scalars, sent: date) -> date:
    """Take the law of the day on which the application was sent."""
    return sent


def day_of(name: str) -> Day:
    """Take the law of a day that is a fact; of the day of sending where it is not known."""
    return lambda facts, sent: cast(date, facts[name] or sent)


def first_of_next_month(day: date) -> date:
    """Return the first day of the month after a day."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


@dataclass(frozen=True)
class Question:
    """One page of an application: its form, and whom it is asked."""

    step: str
    form: type[QuestionForm]
    asked: Asked = lambda _told: True


def question(
    step: str,
    asked: Asked = lambda _told: True,
    *,
    check: Callable[[dict[str, Any]], Mapping[str, str | Promise]] | None = None,
    **fields: forms.Field,
) -> Question:
    """Return a page that asks these fields; `check` says what is wrong with them together."""

    def clean(self: QuestionForm) -> dict[str, Any]:
        for name, error in (check(self.cleaned_data) if check and not self.errors else {}).items():
            self.add_error(name, str(error))
        return self.cleaned_data

    form = type(f"{step.title()}Form", (QuestionForm,), {**fields, "clean": clean})
    return Question(step, form, asked)


@dataclass(frozen=True)
class Application:
    """How a right is applied for.

    `known` are keys of `KNOWN`; `facts` gives each fact of the scheme's rule; `day` the day whose
    law is applied, from the facts and the day on which it was sent. `establishes` are the facts
    that a caseworker may find to be otherwise, as fields with the rule's own names. `about` is
    "period" or "child" where there is one application for each. `checked_by` says in words what is
    looked at before it is decided. `alone` says that what is told rests on sources, not on the
    person's word: then the rule may grant it at once. `as_sent` are headings that stay as they were
    when it was sent: what is declared later of other days makes parts of their own.
    """

    scheme: str
    known: Sequence[str]
    questions: Sequence[Question]
    facts: Mapping[str, Fact]
    day: Day
    establishes: Mapping[str, forms.Field]
    about: str = ""
    checked_by: str | Promise = ""
    alone: Callable[[Told], bool] = lambda _told: False
    as_sent: Sequence[str] = ()

    def __post_init__(self) -> None:
        wanted, given = set(SCHEMES[self.scheme].Facts.names()), set(self.facts)
        if wanted != given or not set(self.establishes) <= wanted:
            raise ValueError(f"{self.scheme}: the facts are not those of its rule")

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings that sources fill in, in their order."""
        return tuple(KNOWN[key].heading for key in self.known)

    def read(
        self,
        person: Person,
        period: EmploymentPeriod | None = None,
        child: Person | None = None,
    ) -> Known:
        """Return what the sources say today; of work that ended, on the day after it.

        Raises MissingFigureError where the tables of the law end.
        """
        today = timezone.localdate()
        on = period.until + timedelta(days=1) if period and period.until else today
        sources = Sources(person, on, period, child)
        said = {key: KNOWN[key].read(sources) for key in self.known}
        return {key: entry for key, entry in said.items() if entry}

    def told(self, claim: Claim) -> Told:
        """Return what a claim tells; answers to questions that are no longer asked do not count."""
        sent = claim.submitted_at
        on = timezone.localdate(sent) if sent else timezone.localdate()
        told = Told(claim.known, {}, on)
        for each in self.questions:
            if each.asked(told):
                told = Told(claim.known, {**told.answers, **claim.answers.get(each.step, {})}, on)
        return told

    def asked(self, claim: Claim) -> list[Question]:
        """Return the questions for this person, in order."""
        told = self.told(claim)
        return [each for each in self.questions if each.asked(told)]

    def steps(self, claim: Claim) -> list[str]:
        """Return the steps of the questions for this person, in order."""
        return [each.step for each in self.asked(claim)]

    def open_steps(self, claim: Claim) -> list[str]:
        """Return the steps that still want an answer."""
        return [step for step in self.steps(claim) if step not in claim.answers]

    def form(self, step: str) -> type[QuestionForm]:
        """Return the form of a step."""
        return next(each.form for each in self.questions if each.step == step)

    def assess(self, claim: Claim, found: Scalars | None = None) -> Assessment:
        """Apply the rule to a complete application, by the law of its day.

        What a caseworker `found` takes the place of facts of the same names. Raises
        MissingFigureError where the tables of the law do not reach the day.
        """
        facts = {**self.facts_of(claim), **(found or {})}
        on = self.day(facts, self.told(claim).on)
        return Assessment(facts, on, evaluate(self.scheme, facts, on))

    def facts_of(self, claim: Claim) -> dict[str, Scalar]:
        """Return the facts that a complete application gives the rule."""
        told = self.told(claim)
        return {name: fact(told) for name, fact in self.facts.items()}

    def read_again(self, claim: Claim) -> Known:
        """Return what the sources say today of the day that an application is about.

        Raises MissingFigureError where the tables of the law end.
        """
        period, sent = claim.period, claim.submitted_at
        ended = period.until + timedelta(days=1) if period and period.until else None
        on = ended or (timezone.localdate(sent) if sent else timezone.localdate())
        sources = Sources(claim.person, on, period, claim.child)
        said = {
            key: claim.known.get(key) if key in self.as_sent else KNOWN[key].read(sources)
            for key in self.known
        }
        return {key: entry for key, entry in said.items() if entry}

    def grants_alone(self, claim: Claim, assessment: Assessment) -> bool:
        """Say whether the rule grants without a caseworker: it is certain, from sources alone."""
        explanation = assessment.explanation
        certain = explanation.granted and not explanation.needs_person
        return certain and self.alone(self.told(claim))
