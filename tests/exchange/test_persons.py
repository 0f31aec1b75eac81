"""What the register of persons tells: histories change, and the events say what is so now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from casework.demo.building import Cast
from portal.access.mandates.models import Mandate
from portal.access.models import Capacity
from portal.directory.models import Authorisation
from portal.exchange.models import Event, Message
from portal.people.models import HouseholdMember, Person, PersonName, Representation
from tests.api.conftest import Application, application, quick_secrets  # noqa: F401
from tests.hiring.declaring import today

HERE = "/api/persons/v1"
ADDRESS = {"street": "Rue Neuve", "houseNumber": "7", "postalCode": "1000", "city": "Bruxelles"}
TOPICS = ("person.", "household.", "child.")


@pytest.fixture
def register(application: Any) -> Application:  # noqa: F811
    return application("register-software")


def day(ago: int = 0) -> str:
    """Return the day so many days ago."""
    return (today() - timedelta(days=ago)).isoformat()


class Register:
    """The register tells of the cast; each call is one message that it takes."""

    def __init__(self, register: Application, cast: Cast) -> None:
        self.register, self.cast = register, cast

    def inss(self, who: str) -> str:
        return self.cast.persons[who].inss

    def tell(self, what: str, who: str, ago: int = 0, **more: Any) -> Any:
        return self.register.post(
            f"{HERE}/{what}", {"ssin": self.inss(who), "since": day(ago), **more}
        )

    def told(self, what: str, who: str, ago: int = 0, **more: Any) -> str:
        answer = self.tell(what, who, ago, **more)
        assert answer.status_code == 201, answer.content
        return str(answer.json()["ticket"])

    def home(self, who: str, on: date | None = None) -> str:
        household = self.cast.persons[who].household_on(on or today())
        return household.address if household else ""


@pytest.fixture
def it(register: Application, cast: Cast) -> Register:
    return Register(register, cast)


def events() -> list[tuple[str, str, dict[str, Any]]]:
    """Return what was told of persons: topic, first name, data; in order."""
    found = Event.objects.order_by("pk").select_related("person")
    return [
        (event.topic, event.person.first_name if event.person else "", event.data)
        for event in found
        if event.topic.startswith(TOPICS)
    ]


def told_of() -> list[tuple[str, str]]:
    return [(topic, who) for topic, who, _data in events()]


def test_a_family_moves_together(it: Register) -> None:
    before = it.home("lucas")
    it.told("moves", "lucas", 3, address=ADDRESS, together=True)
    for who in ("lucas", "emma", "noah", "lina"):
        assert it.home(who) == "Rue Neuve 7, 1000 Bruxelles"
        assert it.home(who, today() - timedelta(days=4)) == before
    assert sorted(told_of()) == [("person.moved", who) for who in ("Emma", "Lina", "Lucas", "Noah")]
    assert events()[0][2] == {"address": {**ADDRESS, "since": day(3), "box": ""}}


def test_who_moves_out_leaves_the_others(it: Register) -> None:
    it.told("moves", "emma", address=ADDRESS)
    assert it.home("emma") != it.home("lucas")
    assert sorted(told_of()) == [
        ("household.changed", "Emma"),
        ("household.changed", "Lina"),
        ("household.changed", "Lucas"),
        ("household.changed", "Noah"),
        ("person.moved", "Emma"),
    ]
    of_lucas = next(data for topic, who, data in events() if who == "Lucas")
    assert of_lucas == {"household": {"since": "2010-01-01", "role": "reference", "members": 3}}


def test_who_joins_a_household_lives_there(it: Register) -> None:
    it.told("household-joinings", "sofia", householdOf=it.inss("georges"), role="other")
    assert it.home("sofia") == it.home("georges")
    assert ("person.moved", "Sofia") in told_of()
    assert ("household.changed", "Georges") in told_of()


def test_a_role_and_a_leaving(it: Register) -> None:
    it.told("household-roles", "lucas", 5, role="other")
    it.told("household-roles", "emma", 5, role="reference")
    it.told("household-leavings", "lucas", 2)
    lucas, emma = it.cast.persons["lucas"], it.cast.persons["emma"]
    assert it.home("lucas") == ""
    assert emma.memberships.get(until=None).role == "reference"
    assert [m.role for m in lucas.memberships.order_by("since")] == ["reference", "other"]
    assert ("household.changed", "Lucas", {"household": None}) in events()
    assert ("person.moved", "Lucas") in told_of()


def test_a_death_ends_the_place_in_the_household(it: Register) -> None:
    it.told("deaths", "georges", 1)
    georges = Person.objects.get(pk=it.cast.persons["georges"].pk)
    assert georges.died_on == today() - timedelta(days=1)
    assert georges.memberships.get().until == georges.died_on
    assert events() == [("person.died", "Georges", {"identity": {"diedOn": day(1)}})]


def test_a_child_is_born_into_the_household_of_its_parent(
    it: Register, register: Application
) -> None:
    child = {
        "ssin": "26111500107",
        "firstName": "Ada",
        "lastName": "Dubois",
        "birthDate": day(1),
        "language": "fr",
        "parents": [it.inss("emma"), it.inss("lucas")],
    }
    assert register.post(f"{HERE}/births", child).status_code == 201
    ada = Person.objects.get(first_name="Ada")
    assert ada.inss == "26111500107"
    assert ada.household_on(today()) == it.cast.persons["emma"].household_on(today())
    assert set(told_of()) >= {
        ("person.born", "Ada"),
        ("child.born", "Emma"),
        ("child.born", "Lucas"),
        ("household.changed", "Noah"),
    }
    again = register.post(f"{HERE}/births", {**child, "firstName": "Eve"})
    assert (again.status_code, again.json()["errors"][0]["path"]) == (422, "ssin")


def test_a_name_is_replaced_and_the_former_is_kept(it: Register) -> None:
    it.told("names", "emma", 2, firstName="Emma", lastName="Dubois")
    assert Person.objects.get(pk=it.cast.persons["emma"].pk).full_name == "Emma Dubois"
    names = PersonName.objects.order_by("since").values_list("last_name", "until")
    assert list(names) == [("Janssens", today() - timedelta(days=3)), ("Dubois", None)]
    assert told_of() == [("person.renamed", "Emma")]


def test_a_correction_counts_in_the_place_of_what_it_corrects(it: Register) -> None:
    home = it.home("georges")
    wrong = it.told("moves", "georges", 9, address=ADDRESS)
    other = ADDRESS | {"city": "Ixelles", "postalCode": "1050"}
    right = it.told("moves", "georges", 5, address=other, corrects=wrong)
    assert it.home("georges", today() - timedelta(days=6)) == home
    assert it.home("georges") == "Rue Neuve 7, 1050 Ixelles"
    last = it.told("moves", "georges", 4, address=ADDRESS, corrects=right)
    assert it.home("georges", today() - timedelta(days=5)) == home
    back = it.register.post(f"{HERE}/withdrawals", {"ticket": last})
    assert back.status_code == 201
    assert it.home("georges") == home
    assert it.cast.persons["georges"].memberships.count() == 1
    assert events()[-1][2]["address"]["city"] == "Eupen"
    assert HouseholdMember.all_said.filter(person=it.cast.persons["georges"]).count() > 5


def test_a_death_told_by_mistake_is_taken_back(it: Register) -> None:
    ticket = it.told("deaths", "georges", 1)
    assert it.register.post(f"{HERE}/withdrawals", {"ticket": ticket}).status_code == 201
    assert Person.objects.get(pk=it.cast.persons["georges"].pk).died_on is None
    assert it.home("georges")
    assert ("person.died", "Georges", {"identity": {"diedOn": None}}) in events()
    again = it.register.post(f"{HERE}/withdrawals", {"ticket": ticket}, idempotency_key="again")
    assert again.status_code == 422


def test_what_others_built_on_stays(it: Register) -> None:
    first = it.told("moves", "georges", 9, address=ADDRESS)
    it.told("moves", "georges", 5, address=ADDRESS | {"houseNumber": "8"})
    before = list(HouseholdMember.all_said.order_by("pk").values())
    answer = it.tell("moves", "georges", 7, address=ADDRESS, corrects=first)
    assert answer.status_code == 422
    assert "later change" in answer.json()["errors"][0]["message"]
    assert list(HouseholdMember.all_said.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("what", "changes", "field"),
    [
        ("deaths", {"since": day(-1)}, "since"),
        ("deaths", {"since": "1950-01-01"}, "since"),
        ("household-joinings", {"householdOf": "56083007761", "role": "other"}, "householdOf"),
        ("household-joinings", {"householdOf": "88060933524", "role": "reference"}, "role"),
        ("household-joinings", {"householdOf": "01410199955", "role": "other"}, "householdOf"),
        (
            "moves",
            {"address": ADDRESS, "corrects": "5b0a6f6e-7a52-4a4c-9a0b-0d2b3a3c4d5e"},
            "corrects",
        ),
        ("names", {"firstName": "", "lastName": "X"}, "firstName"),
        ("moves", {"address": ADDRESS | {"city": "x" * 41}}, "address.city"),
        ("moves", {"address": ADDRESS, "together": "yes"}, "together"),
    ],
)
def test_what_cannot_be_is_refused(
    it: Register, what: str, changes: dict[str, Any], field: str
) -> None:
    before = Message.objects.count()
    answer = (
        it.tell(what, "georges", **changes)
        if "since" not in changes
        else it.register.post(f"{HERE}/{what}", {"ssin": it.inss("georges"), **changes})
    )
    assert answer.status_code == 422, answer.content
    assert answer.json()["errors"][0]["path"] == field
    assert Message.objects.count() == before
    assert events() == []


def test_of_the_dead_nothing_else_is_told(it: Register) -> None:
    it.told("deaths", "georges", 3)
    assert it.tell("moves", "georges", 1, address=ADDRESS).status_code == 422
    assert it.tell("deaths", "georges", 4).status_code == 422


def test_the_same_message_counts_once(it: Register) -> None:
    first, again = (it.tell("moves", "georges", address=ADDRESS) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again["Idempotency-Replayed"] == "true"
    assert len(events()) == 1


def test_nobody_else_tells(it: Register, application: Any) -> None:  # noqa: F811
    welfare = application("welfare-software")
    said = {"ssin": it.inss("georges"), "since": day()}
    assert welfare.post(f"{HERE}/deaths", said).status_code == 403
    Authorisation.objects.filter(service="persons").delete()
    assert it.tell("deaths", "georges").json()["code"] == "CTRL-003"
    assert it.register.post(f"{HERE}/deaths", {**said, "ssin": "79051441287"}).status_code == 403


def test_a_number_that_nobody_has_is_not_found(it: Register) -> None:
    said = {"ssin": "70010100188", "since": day()}
    assert it.register.post(f"{HERE}/deaths", said).status_code == 404
    assert it.register.post(f"{HERE}/deaths", {**said, "ssin": "1"}).status_code == 422


def corrected(it: Register, who: str, born: str) -> Any:
    said = {"ssin": it.inss(who), "birthDate": born}
    return it.register.post(f"{HERE}/birth-corrections", said)


def told_of_birth() -> list[tuple[str, dict[str, Any]]]:
    found = Event.objects.filter(topic="birth.corrected").order_by("pk").select_related("person")
    return [(event.person.first_name if event.person else "", event.data) for event in found]


def test_a_day_of_birth_is_corrected_and_told_once(it: Register) -> None:
    assert corrected(it, "georges", "1948-02-29").status_code == 201
    assert corrected(it, "georges", "1948-02-29").status_code == 200  # the same message
    assert Person.objects.get(pk=it.cast.persons["georges"].pk).birth_date == date(1948, 2, 29)
    ((who, data),) = told_of_birth()
    assert (who, data["identity"]["birthDate"]) == ("Georges", "1948-02-29")
    assert told_of() == []


def test_a_parent_acts_until_the_child_is_of_age_by_the_corrected_day(it: Register) -> None:
    child = Representation.objects.filter(kind="parent").earliest("pk").person
    who = next(name for name, person in it.cast.persons.items() if person == child)
    assert corrected(it, who, "2015-03-01").status_code == 201
    mandates = Mandate.objects.filter(representation__person=child)
    assert {each.until for each in mandates} == {date(2033, 2, 28)}
    ends = Capacity.objects.filter(mandate__in=mandates).values_list("until", flat=True)
    assert set(ends) == {None}  # the mandate alone says until when
    parents = [each.holder_person for each in mandates]
    of_age = min(each.birth_date for each in parents if each and each.birth_date)
    too_old = (of_age - timedelta(days=1)).isoformat()
    assert corrected(it, who, too_old).status_code == 422


def test_who_is_found_to_be_of_age_is_acted_for_by_no_parent(it: Register) -> None:
    standing = Mandate.objects.filter(representation__kind="parent", status="confirmed")
    child = standing.earliest("pk").giver_person
    assert child is not None
    who = next(name for name, person in it.cast.persons.items() if person == child)
    assert standing.in_force().filter(giver_person=child).exists()
    of_age = today().replace(year=today().year - 19, day=1)
    assert corrected(it, who, of_age.isoformat()).status_code == 201
    assert not standing.in_force().filter(giver_person=child).exists()


@pytest.mark.parametrize("born", ["2999-01-01", "1900-01-01", "2026-02-30"])
def test_a_day_on_which_nobody_was_born_is_refused(it: Register, born: str) -> None:
    before = Person.objects.get(pk=it.cast.persons["georges"].pk).birth_date
    assert corrected(it, "georges", born).status_code == 422
    assert Person.objects.get(pk=it.cast.persons["georges"].pk).birth_date == before
    assert told_of_birth() == []


def test_nobody_was_born_after_their_death(it: Register) -> None:
    it.told("deaths", "georges", 3)
    assert corrected(it, "georges", day(2)).status_code == 422
