"""How each of the cast applies for a right: what they answer, step by step."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benefits.claims.applications import APPLICATIONS
from benefits.claims.models import Claim

Answers = Mapping[str, Mapping[str, object]]
ACCOUNT = {"iban": "be68 5390 0754 7034"}


def day(ahead: int) -> str:
    """Return a day so many days from today, as a form sends it."""
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def month() -> str:
    """Return this month, as a form sends it."""
    first: date = timezone.localdate().replace(day=1)
    return first.isoformat()


# By right: who of the cast asks for it, and the answers.
APPLICANTS: dict[str, tuple[str, Answers]] = {
    "unemployment": (
        "emma",
        {
            "ending": {"ended_by": "employer"},
            "household": {"others_earn": "yes"},
            "account": ACCOUNT,
        },
    ),
    "temporary_unemployment": (
        "lucas",
        {
            "month": {"month": month()},
            "cause": {"cause": "economic", "hours": "76"},
            "account": ACCOUNT,
        },
    ),
    "incapacity": (
        "lucas",
        {
            "illness": {"began": day(-40), "until": ""},
            "household": {"others_earn": "yes"},
            "account": ACCOUNT,
        },
    ),
    "maternity": (
        "emma",
        {"rest": {"began": day(-10), "multiple": "no"}, "account": ACCOUNT},
    ),
    "work_accident": ("lucas", {"accident": {"accident_on": day(-40)}, "account": ACCOUNT}),
    "child_benefit": ("lucas", {"income": {"income": ""}, "account": ACCOUNT}),
    "integration_income": (
        "sofia",
        {"willing": {"willing": "yes"}, "means": {"means": "no"}, "account": ACCOUNT},
    ),
    "elderly_income_guarantee": (
        "georges",
        {
            "pension": {"pension": "900", "other": "0"},
            "abroad": {"days_abroad": "0"},
            "account": ACCOUNT,
        },
    ),
    "income_replacement": ("sofia", {"income": {"income": "0"}, "account": ACCOUNT}),
    "increased_reimbursement_income": (
        "lucas",
        {
            "own": {"other_year": "0", "other_month": "0"},
            "others": {"others_year": "20000", "others_month": "1500"},
        },
    ),
}


def begin(client: Client, scheme: str, child: str = "") -> Claim:
    """Begin an application on its page, as the client's person."""
    answer = client.post(reverse("apply", args=[scheme]), {"child": child})
    assert answer.status_code == 302, answer.content.decode()
    return Claim.objects.get(reference=answer.headers["Location"].split("/")[3])


def fill(client: Client, claim: Claim, answers: Answers) -> None:
    """Answer all questions of an application on their pages."""
    for step, given in answers.items():
        claim.refresh_from_db()
        url = reverse("claim_step", args=[claim.reference, step])
        answer = client.post(url, {**given, "version": claim.version})
        assert answer.status_code == 302, answer.content.decode()
    claim.refresh_from_db()
    assert APPLICATIONS[claim.scheme].open_steps(claim) == []


def send(client: Client, claim: Claim) -> Any:
    """Send an application from its check."""
    url = reverse("claim_check", args=[claim.reference])
    answer = client.post(url, {"true": "on", "version": claim.version})
    claim.refresh_from_db()
    return answer
