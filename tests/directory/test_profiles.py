"""Profiles against the clock: what one may have at a moment, of any profile and any question."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.demo.building import Cast
from portal.access.models import Service
from portal.directory.control import ControlError, admit
from portal.directory.extent import Extent, extent_of
from portal.directory.models import Authorisation

TODAY = timezone.localdate()
BLOCKS = ["identity", "address", "household"]
often = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
days = st.integers(-900, 900).map(lambda by: TODAY + timedelta(days=by))
near = st.integers(-2, 2).map(lambda by: TODAY + timedelta(days=by))


def profile(cast: Cast, **changes: Any) -> Authorisation:
    """The one profile of the welfare centre for identities."""
    Authorisation.objects.filter(service=Service.IDENTITY).delete()
    content: dict[str, Any] = {
        "institution": cast.institutions["welfare-centre"],
        "service": Service.IDENTITY,
        "quality": "17/2",
        "blocks": BLOCKS,
        "legal_ground": "a law",
        "since": date(2010, 1, 1),
    }
    return Authorisation.objects.create(**content | changes)


def months_before(day: date, months: int) -> date:
    """Counted by hand, month by month, to the last day of a shorter month."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def asked(cast: Cast, *more: Any) -> Extent | str:
    welfare = cast.applications["welfare-software"]
    try:
        return extent_of(admit(welfare, Service.IDENTITY, "17/2"), *more)
    except ControlError as error:
        return error.code


@often
@given(since=near | days, length=st.none() | st.integers(0, 900), ended=st.booleans())
def test_a_profile_holds_in_its_days_until_it_is_ended(
    cast: Cast, since: date, length: int | None, ended: bool
) -> None:
    until = None if length is None else since + timedelta(days=length)
    made = profile(cast, since=since, until=until)
    if ended:
        Authorisation.objects.filter(pk=made.pk).update(ended_at=Now())
    holds = since <= TODAY and (until is None or until >= TODAY) and not ended
    found = asked(cast)
    assert isinstance(found, Extent) if holds else found == "CTRL-003"


@often
@given(months=st.none() | st.integers(0, 40), since=near | days, length=st.integers(0, 900))
def test_nobody_sees_further_back_than_the_profile(
    cast: Cast, months: int | None, since: date, length: int
) -> None:
    profile(cast, months_back=months)
    until = since + timedelta(days=length)
    found = asked(cast, None, since, until)
    reach = date.min if months is None else months_before(TODAY, months)
    if until < reach:
        assert found == "CTRL-005"
    else:
        assert isinstance(found, Extent)
        assert (found.since, found.until) == (max(since, reach), until)
        assert found.cut == (since < reach)


@often
@given(
    given_=st.lists(st.sampled_from([*BLOCKS, "wages"]), unique=True),
    wanted=st.none() | st.lists(st.sampled_from(BLOCKS), min_size=1),
)
def test_nobody_gets_a_block_that_the_profile_does_not_give(
    cast: Cast, given_: list[str], wanted: list[str] | None
) -> None:
    profile(cast, blocks=given_)
    found = asked(cast, wanted)
    meant = given_ if wanted is None else list(dict.fromkeys(wanted))
    there = [block for block in meant if block in given_ and block in BLOCKS]
    if not there:
        assert found == "CTRL-006"
    else:
        assert isinstance(found, Extent)
        assert list(found.sources) == there
        assert set(found.kept_back) == set(meant) - set(there)


@pytest.mark.parametrize(
    "changes",
    [
        {"legal_context": "X"},
        {"quality": "17/3"},
        {"service": Service.CAREER},
        {"application": "welfare-software"},
    ],
)
def test_profiles_for_different_things_stand_beside_each_other(
    cast: Cast, changes: dict[str, Any]
) -> None:
    Authorisation.objects.filter(service=Service.CAREER).delete()
    profile(cast)
    if "application" in changes:
        changes = {"application": cast.applications["welfare-software"]}
    standing = Authorisation.objects.get(service=Service.IDENTITY)
    standing.pk, standing.reference = None, uuid4()
    for name, value in changes.items():
        setattr(standing, name, value)
    standing.save(force_insert=True)


@pytest.mark.parametrize("own", [False, True])
def test_the_database_refuses_profiles_that_overlap(cast: Cast, own: bool) -> None:
    """Whatever their blocks, also where there is no application, and where there is the same."""
    application = cast.applications["welfare-software"] if own else None
    first = profile(cast, until=TODAY, application=application)
    twin = Authorisation.objects.get(pk=first.pk)
    twin.pk, twin.reference = None, uuid4()
    twin.blocks, twin.since, twin.until = ["identity"], TODAY, None
    with pytest.raises(IntegrityError, match="authorisation_once"), transaction.atomic():
        twin.save(force_insert=True)
    Authorisation.objects.filter(pk=first.pk).update(ended_at=Now())
    twin.save(force_insert=True)  # the one that was ended no longer stands in the way
    assert isinstance(asked(cast), Extent)
