"""A risk that contradicts the wages waits for the office of the right that may rest on it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from benefits.claims.models import Claim
from benefits.decisions.models import Decision
from benefits.granting.knowing import standing_of
from benefits.granting.models import Finding, FindingKind
from casework.cases.actions import take
from casework.cases.models import Case
from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from casework.findings.actions import Settling, choices_for, settle_finding
from portal.access.models import Capacity
from portal.exchange.actions import move_outbox
from tests.benefits.applying import ACCOUNT, fill, send
from tests.casework.conftest import takeable
from tests.casework.test_following import recognise
from tests.social_risk.declaring import about, content, declare, employer
from tests.social_risk.test_filed import FEWER, ILL, LINE

OTHER_PAY = {"Quarter": "20263", "RemunCode": "1", "RemunAmount": "1"}
pytestmark = pytest.mark.django_db


def ill(cast: Cast, **values: Any) -> Any:
    return content(cast, "zima001", **{**ILL, **values})


def found() -> list[Finding]:
    return list(Finding.objects.filter(kind=FindingKind.DECLARED).order_by("pk"))


def test_whichever_came_first_it_waits_once_for_each_declaration(
    cast: Cast, hilde: Capacity, marie: Capacity
) -> None:
    first = declare(employer(cast), "zima001", ill(cast, **FEWER))
    move_outbox()
    assert found() == []
    declare_wages(cast)
    move_outbox()
    (finding,) = found()
    assert (finding.scheme, finding.declaration) == ("incapacity", first)
    assert finding.reasons == ["The work or its hours are not those of the wages."]
    assert takeable(hilde) == [finding]
    assert not takeable(marie)
    amended = ill(cast, **OTHER_PAY)
    change = {"AttestationStatus": "1", "Reference": [about(first)]}
    declare(employer(cast), "zima001", amended | change)
    move_outbox()
    assert [each.reasons for each in found()[1:]] == [
        ["The pay of the quarter is not that of the wages."]
    ]


def test_what_agrees_or_opens_no_right_waits_for_nobody(cast: Cast) -> None:
    declare_wages(cast)
    declare(employer(cast), "zima001", ill(cast))
    holiday = {"RefStartingDate": "2026-09-01", "RefEndingDate": "2026-09-30"}
    days = {**holiday, "DayIndicator": "--09-07", **LINE, **FEWER}
    declare(employer(cast), "wech005", content(cast, "wech005", **days))
    move_outbox()
    assert found() == []


def test_the_case_tells_who_declared_what(cast: Cast, hilde: Capacity, client: Client) -> None:
    """Before anything was decided, what is left to do is to find out and say so."""
    finding = contradicting(cast)
    client.force_login(hilde.user)
    page = client.get(reverse("queue")).content.decode()
    assert "A declaration that contradicts the wages" in page
    opened = client.post(reverse("queue_take", args=[finding.reference]), follow=True)
    page = opened.content.decode()
    assert cast.companies["restaurant"].name in page
    assert "The pay of the quarter is not that of the wages." in page
    assert choices_for(finding) == [Settling.KEEP]
    case = Case.objects.get(finding=finding)
    address = reverse("finding_settle", args=[case.reference])
    settled = {"verb": "keep", "motivation": "The employer corrects it."}
    client.post(address, settled | {"confirm": "1"})
    assert finding.answer.motivation == "The employer corrects it."
    assert not takeable(hilde)


def test_what_was_decided_on_it_meanwhile_is_decided_again(
    cast: Cast, hilde: Capacity, client: Client
) -> None:
    finding = contradicting(cast)
    claim = Claim.objects.get(scheme="incapacity")
    client.force_login(cast.persons["lucas"].account)
    fill(client, claim, {"household": {"others_earn": "yes"}, "account": ACCOUNT})
    send(client, claim)
    claim.refresh_from_db()
    given = recognise(claim)
    case = take(finding, hilde)
    assert standing_of(finding) == given
    assert choices_for(finding) == [Settling.AGAIN, Settling.END, Settling.KEEP]
    settle_finding(case, hilde, Settling.END, "It was a holiday.", ends=given.starts)
    assert Decision.objects.get(replaces=given).ends == given.starts


def contradicting(cast: Cast) -> Finding:
    """The illness of Lucas, with another pay than the wages have."""
    declare_wages(cast)
    declare(employer(cast), "zima001", ill(cast, **OTHER_PAY))
    move_outbox()
    (finding,) = found()
    return finding


def test_only_what_is_about_a_declaration_names_one(cast: Cast) -> None:
    emma = cast.persons["emma"]
    for kind, declaration in (("declared", None), ("review", declare_ill(cast))):
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.create(
                person=emma, scheme="incapacity", kind=kind, declaration=declaration
            )


def declare_ill(cast: Cast) -> Any:
    return declare(employer(cast), "zima001", ill(cast))
