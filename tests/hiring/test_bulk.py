"""Many declarations at once: each judged as if it came alone, in few queries."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.demo.building import Cast
from declarations.channels.actions import FEW, Draft, submit
from declarations.channels.models import Declaration, Verdict
from declarations.channels.queries import PIECE
from declarations.glossary.fields import found
from declarations.hiring.actions import give_verdicts
from declarations.hiring.models import EmploymentPeriod
from portal.access.models import AccessLine, Capacity
from portal.exchange.actions import KeyReusedError, move_outbox
from portal.exchange.models import Channel, Event, Message
from portal.people.models import Person, PersonNumber
from tests.hiring.declaring import codes, employer, hiring, today

Content = dict[str, Any]


def workers(count: int) -> list[str]:
    """Make persons and return their national numbers."""
    born = date(1990, 1, 1)
    persons = Person.objects.bulk_create(
        Person(first_name="Worker", last_name=str(n), birth_date=born) for n in range(count)
    )
    bodies = [f"900101{n + 1:03}" for n in range(count)]
    numbers = [f"{body}{97 - int(body) % 97:02}" for body in bodies]
    PersonNumber.objects.bulk_create(
        PersonNumber(person=person, number=number, since=born)
        for person, number in zip(persons, numbers, strict=True)
    )
    return numbers


def hirings(cast: Cast, numbers: list[str], **changes: Any) -> list[tuple[str, Content]]:
    return [
        ("DimonaIn", hiring(cast, "sofia", NaturalPerson={"INSS": number}, **changes))
        for number in numbers
    ]


def send(capacity: Capacity, declarations: list[tuple[str, Content]]) -> Message:
    drafts = [Draft(action, content) for action, content in declarations]
    body = json.dumps(declarations).encode()
    return submit(capacity, Channel.API, str(uuid4()), body, drafts)[0]


def verdicts(message: Message) -> list[Verdict]:
    return list(Verdict.objects.filter(declaration__message=message).order_by("pk"))


def judged(capacity: Capacity, declarations: list[tuple[str, Content]]) -> list[Verdict]:
    message = send(capacity, declarations)
    move_outbox()
    return verdicts(message)


def test_a_small_message_is_stored_in_one_statement(cast: Cast) -> None:
    declarations = hirings(cast, workers(FEW))
    capacity = employer(cast)
    with CaptureQueriesContext(connection) as queries:
        message = send(capacity, declarations)
    (_statement,) = [each for each in queries if "SAVEPOINT" not in each["sql"]]
    assert [each.content for each in message.declarations.order_by("position")] == [
        content for _action, content in declarations
    ]


@pytest.mark.parametrize("count", [FEW, FEW + 1])
def test_few_and_many_are_stored_alike_and_once(cast: Cast, count: int) -> None:
    made_at = timezone.now() - timedelta(hours=1)
    wrong = (found("00024-001", "DimonaIn/NaturalPerson/INSS"),)
    drafts = [Draft("DimonaIn", {"n": str(n)}, wrong, f"own {n}", made_at) for n in range(count)]
    capacity = employer(cast)
    message, new = submit(capacity, Channel.API, "same", b"{}", drafts)
    assert submit(capacity, Channel.API, "same", b"{}", drafts) == (message, False)
    with pytest.raises(KeyReusedError):
        submit(capacity, Channel.API, "same", b"[]", drafts)
    assert new
    columns = ("reference", "position", "flow", "action", "content", "findings")
    stored = message.declarations.order_by("pk")
    assert list(stored.values_list(*columns)) == [
        (each.reference, n, "dimona", "DimonaIn", each.content, [wrong[0].as_json()])
        for n, each in enumerate(drafts, start=1)
    ]
    own = list(stored.values_list("declarant_reference", "received_at", "made_at"))
    assert own == [(each.declarant_reference, message.received_at, made_at) for each in drafts]
    assert Event.objects.filter(topic="declarations.received", message=message).count() == 1


def test_there_is_one_event_for_each_piece(cast: Cast) -> None:
    message = send(employer(cast), hirings(cast, ["85073003328"] * (PIECE + 1)))
    subjects = Event.objects.filter(topic="declarations.received", message=message)
    positions = Declaration.objects.filter(pk__in=subjects.values("subject"))
    assert sorted(positions.values_list("position", flat=True)) == [1, PIECE + 1]
    move_outbox()
    assert len(verdicts(message)) == PIECE + 1


def test_a_piece_costs_as_many_queries_as_a_single_declaration(cast: Cast) -> None:
    numbers = workers(60)
    office = cast.applications["payroll-software"]
    counts = []
    for some in (numbers[:1], numbers[1:]):
        fresh = list(send(office, hirings(cast, some)).declarations.order_by("position"))
        with CaptureQueriesContext(connection) as queries:
            give_verdicts(fresh)
        counts.append(len(queries))
        assert {verdict.result for verdict in Verdict.objects.filter(declaration__in=fresh)} == {
            "A"
        }
    assert counts[0] == counts[1]
    assert EmploymentPeriod.objects.filter(person__first_name="Worker").count() == 60
    assert AccessLine.objects.filter(person__first_name="Worker").count() == 60


def test_messages_that_wait_together_are_judged_together(cast: Cast) -> None:
    numbers = workers(40)
    messages = [send(employer(cast), hirings(cast, [number])) for number in numbers]
    with CaptureQueriesContext(connection) as queries:
        move_outbox()
    assert all(verdict.result == "A" for message in messages for verdict in verdicts(message))
    assert len(queries) < 6 * len(messages)


def test_tests_that_wait_with_real_messages_stay_apart(cast: Cast) -> None:
    content = hirings(cast, workers(1))
    messages = [
        send(cast.applications[name], content)
        for name in ("payroll-software", "payroll-software-test")
    ]
    assert move_outbox() >= 2
    assert [verdict.result for message in messages for verdict in verdicts(message)] == ["A", "A"]
    assert EmploymentPeriod.objects.filter(person__first_name="Worker").count() == 1


def test_a_later_declaration_of_a_piece_sees_the_earlier_ones(cast: Cast) -> None:
    (number,) = workers(1)
    until = (today() + timedelta(days=9)).isoformat()
    ((_action, closed),) = hirings(cast, [number], EndingDate=until)
    after = {**closed, "StartingDate": (today() + timedelta(days=10)).isoformat()}
    after["EndingDate"] = (today() + timedelta(days=20)).isoformat()
    longer = {**closed, "EndingDate": (today() + timedelta(days=12)).isoformat()}
    found = judged(employer(cast), [("DimonaIn", each) for each in (closed, closed, longer, after)])
    assert [codes(verdict) for verdict in found] == [[], ["90373-333"], ["90373-334"], []]
    assert EmploymentPeriod.objects.filter(person__first_name="Worker").count() == 2


def test_a_piece_changes_a_period_more_than_once(cast: Cast) -> None:
    period = EmploymentPeriod.objects.get(person=cast.persons["lucas"])
    meant = {"DimonaPeriodId": period.number}
    found = judged(
        employer(cast),
        [
            ("DimonaOut", {**meant, "EndingDate": today().isoformat()}),
            ("DimonaOut", {**meant, "EndingDate": today().isoformat()}),
            ("DimonaCancel", meant),
            ("DimonaUpdate", {**meant, "EndingDate": "9999-12-31"}),
        ],
    )
    assert [codes(verdict) for verdict in found] == [[], ["00913-356"], [], ["00913-355"]]
    period.refresh_from_db()
    assert period.is_cancelled
    assert period.history.count() == 3  # with the hiring


def test_what_is_judged_stays_judged(cast: Cast) -> None:
    """A worker that was killed half-way left some verdicts: the rest is taken up."""
    message = send(employer(cast), hirings(cast, workers(6)))
    give_verdicts(list(message.declarations.filter(position__lte=2)))
    first = verdicts(message)
    assert len(first) == 2
    move_outbox()
    assert len(verdicts(message)) == 6
    assert verdicts(message)[:2] == first
    assert EmploymentPeriod.objects.filter(person__first_name="Worker").count() == 6


def test_a_piece_that_fails_leaves_nothing(cast: Cast) -> None:
    message = send(employer(cast), hirings(cast, workers(3)))

    def killed() -> None:
        with transaction.atomic():
            give_verdicts(list(message.declarations.all()))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert verdicts(message) == []
    assert not EmploymentPeriod.objects.filter(person__first_name="Worker").exists()
    move_outbox()
    assert len(verdicts(message)) == 3
