"""Who may make which move of a mandate, from each status: all that is not named here is refused."""

import threading
from collections.abc import Callable
from typing import Final

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from casework.demo.building import Cast
from portal.access.mandates.actions import MandateRefusedError, Scope, ask, move
from portal.access.mandates.models import Mandate, MandateStep
from portal.access.mandates.statuses import MOVES, Help, MandateStatus, Party
from portal.access.models import Capacity, CapacityKind, Service

ROLES: Final = {
    "giver": ("colette@restaurant.example", CapacityKind.COMPANY),
    "holder": ("piet@bouw.example", CapacityKind.COMPANY),
    "stranger": ("nora@payroll.example", CapacityKind.PAYROLL_OFFICE),
    "the same person as a citizen": ("colette@restaurant.example", CapacityKind.CITIZEN),
    "citizen": ("sofia@student.example", CapacityKind.CITIZEN),
    "caseworker": ("marie@unemployment.example", CapacityKind.CASEWORKER),
    "institution": ("alice@welfare.example", CapacityKind.INSTITUTION),
}
# How a mandate came to where it is: who asked, and the moves after that with who made them.
PATHS: Final[dict[str, tuple[Party, list[tuple[str, str]]]]] = {
    "asked by the giver": (Party.GIVER, []),
    "asked by the holder": (Party.HOLDER, []),
    "confirmed": (Party.GIVER, [("confirm", "holder")]),
    "refused": (Party.GIVER, [("refuse", "holder")]),
    "withdrawn": (Party.HOLDER, [("withdraw", "holder")]),
    "ended": (Party.HOLDER, [("confirm", "giver"), ("end", "giver")]),
}
ALLOWED: Final = {
    ("asked by the giver", "holder", "confirm"): "confirmed",
    ("asked by the giver", "holder", "refuse"): "refused",
    ("asked by the giver", "giver", "withdraw"): "ended",
    ("asked by the holder", "giver", "confirm"): "confirmed",
    ("asked by the holder", "giver", "refuse"): "refused",
    ("asked by the holder", "holder", "withdraw"): "ended",
    ("confirmed", "giver", "end"): "ended",
    ("confirmed", "holder", "end"): "ended",
}


def acting(role: str) -> Capacity:
    email, kind = ROLES[role]
    return Capacity.objects.select_related("company").get(
        user__email=email, kind=kind, mandate=None
    )


def mandate_that_is(path: str) -> Mandate:
    """Return a mandate of the restaurant to the builder that came along a path."""
    asked_by, moves = PATHS[path]
    asker, other = acting(asked_by.value), acting("holder" if asked_by == "giver" else "giver")
    assert other.company is not None
    mandate = ask(asker, other.company, asked_by, Scope(Service.HIRING, timezone.localdate()))
    for verb, role in moves:
        move(mandate, verb, acting(role))
    mandate.refresh_from_db()
    return mandate


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", PATHS)
def test_only_who_may_moves_it(cast: Cast, path: str, role: str) -> None:
    mandate, who = mandate_that_is(path), acting(role)
    for verb in MOVES:
        expected = ALLOWED.get((path, role, verb))
        before = mandate.steps.count()
        with transaction.atomic():
            if expected is None:
                with pytest.raises(MandateRefusedError):
                    move(mandate, verb, who)
                after = mandate.status, before
            else:
                move(mandate, verb, who)
                after = MandateStatus(expected), before + 1
                assert mandate.steps.latest("pk").capacity == who
            now = Mandate.objects.get(pk=mandate.pk)
            assert (now.status, now.steps.count()) == after
            transaction.set_rollback(True)


@pytest.mark.parametrize("verb", MOVES)
def test_what_the_law_gives_nobody_moves(cast: Cast, verb: str) -> None:
    mandate = Mandate.objects.filter(representation__isnull=False)[0]
    assert mandate.holder_person is not None
    holder = Capacity.objects.get(user__person=mandate.holder_person, mandate=None)
    with pytest.raises(MandateRefusedError):
        move(mandate, verb, holder)


def test_a_helper_makes_no_move_for_who_is_helped(cast: Cast) -> None:
    helper = Capacity.objects.get(
        user__person=cast.persons["lucas"], mandate__giver_person=cast.persons["emma"]
    )
    mandate = helper.mandate
    assert mandate is not None
    with pytest.raises(MandateRefusedError):
        move(mandate, "end", helper)


def test_nobody_gives_to_oneself(cast: Cast) -> None:
    giver = acting("giver")
    assert giver.company is not None
    with pytest.raises(MandateRefusedError):
        ask(giver, giver.company, Party.GIVER, Scope(Service.HIRING, timezone.localdate()))


@pytest.mark.parametrize(
    "changes",
    [
        {"holder_person_id": 1},
        {"holder_company_id": None},
        {"giver_company_id": None},
        {"service": Help.EVERYTHING},
        {"service": "statuses"},
        {"since": "1900-01-01"},
        {"until": "2500-01-01"},
        {"until": "2025-12-31"},
        {"quarters_from": 20265},
        {"quarters_until": 20260},
        {"quarters_from": 20264, "quarters_until": 20261},
        {"status": "confirmed"},
        {"status": "ended"},
        {"confirmed_at": "2026-01-01T00:00Z"},
    ],
)
def test_the_database_refuses_what_cannot_be(cast: Cast, changes: dict[str, object]) -> None:
    columns = {
        "giver_company_id": cast.companies["restaurant"].pk,
        "holder_company_id": cast.companies["builder"].pk,
        "service": "hiring",
        "since": "2026-01-01",
    }
    Mandate.objects.create(**columns).delete()  # good as it is
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(**columns | changes)


def test_what_ended_makes_room_for_another(cast: Cast) -> None:
    for path in ("refused", "withdrawn", "ended", "confirmed"):
        mandate_that_is(path)
    with pytest.raises(MandateRefusedError):
        mandate_that_is("asked by the giver")


def test_steps_stay(cast: Cast) -> None:
    step = mandate_that_is("confirmed").steps.latest("pk")
    for change in (step.delete, lambda: MandateStep.objects.update(verb="end")):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verbs", [("confirm", "refuse"), ("confirm", "confirm")])
def test_of_two_moves_at_once_one_is_made(cast: Cast, verbs: tuple[str, str]) -> None:
    mandate = mandate_that_is("asked by the giver")
    start, made = threading.Barrier(2), []

    def try_to(verb: str) -> Callable[[], None]:
        def run() -> None:
            start.wait()
            try:
                move(mandate, verb, acting("holder"))
                made.append(verb)
            except MandateRefusedError:
                pass
            finally:
                connection.close()

        return run

    threads = [threading.Thread(target=try_to(verb)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    mandate.refresh_from_db()
    assert len(made) == 1
    assert [step.verb for step in mandate.steps.order_by("pk")] == ["ask", made[0]]
