"""The application for unemployment benefit: its headings, its questions, its facts."""

from datetime import date, timedelta
from typing import Any, cast

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from benefits.claims.applications.base import Assessment
from benefits.claims.headings import Heading, Kind, Known, Source, entry
from benefits.claims.models import Claim
from benefits.schemes.single import Scalars, evaluate
from benefits.schemes.unemployment.window import window_months
from declarations.hiring.models import EmploymentPeriod
from declarations.wages.earned import earned
from portal.law.days import add_months
from portal.people.models import HouseholdMember, Person

HEADINGS = (
    Heading("name", "you", _("Name"), Kind.TEXT, Source.REGISTER),
    Heading("inss", "you", _("National register number"), Kind.INSS, Source.REGISTER),
    Heading("birth_date", "you", _("Date of birth"), Kind.DATE, Source.REGISTER),
    Heading("address", "you", _("Address"), Kind.TEXT, Source.REGISTER),
    Heading("members", "household", _("Who lives with you"), Kind.MEMBERS, Source.REGISTER),
    Heading("employer", "work", _("Last employer"), Kind.TEXT, Source.HIRING),
    Heading("enterprise", "work", _("Enterprise number"), Kind.ENTERPRISE, Source.HIRING),
    Heading("worker_type", "work", _("Kind of work"), Kind.WORKER_TYPE, Source.HIRING),
    Heading("joint_committee", "work", _("Joint committee"), Kind.JOINT_COMMITTEE, Source.HIRING),
    Heading("since", "work", _("First day of work"), Kind.DATE, Source.HIRING),
    Heading("until", "work", _("Last day of work"), Kind.DATE, Source.HIRING),
    Heading("monthly_pay", "pay", _("Gross pay of a whole month"), Kind.EUROS, Source.WAGES),
    Heading("claim_start", "days", _("First day without work"), Kind.DATE, Source.HIRING),
    Heading(
        "days_counted", "days", _("Working days in the reference period"), Kind.DAYS, Source.COUNTED
    ),
    Heading(
        "career_days", "days", _("Working days in your whole career"), Kind.DAYS, Source.COUNTED
    ),
)


class UnemploymentApplication:
    """Unemployment benefit after a leaving."""

    headings: tuple[Heading, ...] = HEADINGS

    def known(self, person: Person, period: EmploymentPeriod) -> Known:
        """Return the known headings; raises MissingFigureError where the law's tables end."""
        if period.until is None:
            raise ValueError("the period has not ended")
        start, today = period.until + timedelta(days=1), timezone.localdate()
        months = window_months(start, _age(person.birth_date, start))
        window = cast(date, add_months(np.datetime64(start), -months).item())
        household = person.household_on(start)
        of_register = {
            "name": person.full_name,
            "inss": person.inss,
            "birth_date": person.birth_date,
            "address": household.address if household else "",
            "members": _members(person, start),
        }
        of_hiring = {
            "employer": period.company.name,
            "enterprise": period.company.enterprise_number,
            "worker_type": period.worker_type,
            "joint_committee": period.joint_committee,
            "since": period.since,
            "until": period.until,
            "claim_start": start,
        }
        work = EmploymentPeriod.objects.of(person)
        counted = {
            "days_counted": work.working_days(window, period.until),
            "career_days": work.working_days(date(1920, 1, 1), period.until),
        }
        declared = _declared_on(period)
        wages = earned(person, period.until)
        paid = (
            {"monthly_pay": entry(wages.month, wages.declared_on, str(wages.quarter))}
            if wages and wages.month
            else {}
        )
        return {
            **{key: entry(value, today) for key, value in of_register.items()},
            **{key: entry(value, declared, period.number) for key, value in of_hiring.items()},
            **{key: entry(value, today) for key, value in counted.items()},
            **paid,
        }

    def steps(self, claim: Claim) -> list[str]:
        """Return what is asked; who lives alone is not asked about others' income.

        The pay is asked of those whose employers have not declared wages yet.
        """
        alone = not claim.known["members"]["value"]
        pay = [] if "monthly_pay" in claim.known else ["pay"]
        return ["ending", *pay, *([] if alone else ["household"]), "account"]

    def open_steps(self, claim: Claim) -> list[str]:
        """Return the steps without an answer."""
        return [step for step in self.steps(claim) if step not in claim.answers]

    def assess(self, claim: Claim) -> Assessment:
        """Apply the rule as of the first day without work."""
        facts = self._facts(claim)
        on = date.fromisoformat(claim.known["claim_start"]["value"])
        return Assessment(facts, on, evaluate("unemployment", facts, on))

    def _facts(self, claim: Claim) -> Scalars:
        start = date.fromisoformat(claim.known["claim_start"]["value"])
        born = claim.known["birth_date"]["value"]
        return {
            "claim_start": start,
            "days_counted": claim.known["days_counted"]["value"],
            "career_days": claim.known["career_days"]["value"],
            "monthly_pay": _pay(claim),
            "age": _age(date.fromisoformat(born) if born else None, start),
            "category": _category(claim),
            "ended_by": claim.answers["ending"]["ended_by"],
        }


def _pay(claim: Claim) -> int:
    """Return the gross pay of a whole month in cents: as declared, or as the person said."""
    known = claim.known.get("monthly_pay") or {"value": claim.answers["pay"]["monthly_pay"]}
    return int(known["value"])


def _declared_on(period: EmploymentPeriod) -> date:
    """Return the day on which the last declaration of a period was received."""
    last = period.history.select_related("declaration__message").latest("declaration_id")
    return timezone.localdate(last.declaration.message.received_at)


def _age(born: date | None, on: date) -> int:
    """Return the age in whole years; 0 when the register does not know the date of birth."""
    if born is None:
        return 0
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _members(person: Person, on: date) -> list[dict[str, Any]]:
    others = HouseholdMember.objects.living_with(person, on).exclude(person=person)
    return [
        {"name": other.person.full_name, "role": other.role}
        for other in others.select_related("person").order_by("person__birth_date")
    ]


def _category(claim: Claim) -> str:
    """Return the family category: alone, cohabiting, or in charge of those without income."""
    if not claim.known["members"]["value"]:
        return "alone"
    return "cohabiting" if claim.answers["household"]["others_earn"] == "yes" else "family_charge"
