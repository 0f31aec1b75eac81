"""What two versions of a worker record say, and what became of each part."""

from hypothesis import given
from hypothesis import strategies as st

from declarations.wages.amending.comparing import (
    BELOW,
    BY_CORRECTION,
    BY_ORIGINAL,
    CHANGED,
    DELETED,
    UNCHANGED,
    compared,
    history,
)
from declarations.wages.amending.contents import Part, part_of, same

ORIGINAL = b"""<WorkerRecord><EmployerClass>010</EmployerClass><WorkerCode>495</WorkerCode>
<NOSSQuarterStartingDate>2026-01-01</NOSSQuarterStartingDate><WorkerRecordUserReference/>
<Occupation><OccupationSequenceNbr>1</OccupationSequenceNbr><WorkingDaysSystem>500</WorkingDaysSystem>
<Service><ServiceSequenceNbr>1</ServiceSequenceNbr><ServiceCode>1</ServiceCode>
<ServiceNbrDays>6500</ServiceNbrDays></Service>
<Remun><RemunSequenceNbr>1</RemunSequenceNbr><RemunCode>1</RemunCode>
<RemunAmount>00000900000</RemunAmount></Remun></Occupation>
<WorkerContribution><ContributionWorkerCode>495</ContributionWorkerCode>
<ContributionType>0</ContributionType><ContributionAmount>342630</ContributionAmount>
</WorkerContribution></WorkerRecord>"""

AMENDED = (
    ORIGINAL.replace(b"Occupation>", b"OccupationUpdate>")
    .replace(b"WorkerRecord>", b"WorkerRecordUpdateAction>")
    .replace(b"<WorkerRecordUserReference/>", b"<UpdateAction>1</UpdateAction>")
    .replace(b"00000900000", b"900000")
    .replace(
        b"<WorkingDaysSystem>500",
        b"<OccupationVersionNbr>7</OccupationVersionNbr><WorkingDaysSystem>0500",
    )
)


def actions(part: Part) -> dict[str, str]:
    """Return what became of each part, by label."""
    return {below.label: below.action for below in part.walk()}


def test_an_amendment_that_repeats_the_record_says_the_same() -> None:
    """Names, leading zeros, empty zones and the numbers that steer make no difference."""
    assert same(part_of(ORIGINAL), part_of(AMENDED))


def test_an_unchanged_record() -> None:
    """Each part is told as unchanged."""
    assert set(actions(compared(part_of(ORIGINAL), part_of(AMENDED))).values()) == {UNCHANGED}


def test_another_amount() -> None:
    """The pay changed; above it only what lies below changed; beside it nothing did."""
    paid = part_of(AMENDED.replace(b">900000<", b">950000<"))
    assert not same(part_of(ORIGINAL), paid)
    assert actions(compared(part_of(ORIGINAL), paid)) == {
        "WorkerRecord": BELOW,
        "Occupation": BELOW,
        "Service": UNCHANGED,
        "Remun": CHANGED,
        "WorkerContribution": UNCHANGED,
    }


def test_another_service_code() -> None:
    """Time of another kind is other time: one is gone, one has come."""
    sick = part_of(AMENDED.replace(b"<ServiceCode>1<", b"<ServiceCode>50<"))
    (occupation, _contribution) = compared(part_of(ORIGINAL), sick).parts
    services = [part for part in occupation.parts if part.label == "Service"]
    assert [(part.zones["ServiceCode"], part.action) for part in services] == [
        ("50", BY_CORRECTION),
        ("1", DELETED),
    ]


def test_a_record_that_is_gone() -> None:
    """All of it is gone."""
    assert set(actions(compared(part_of(ORIGINAL), None)).values()) == {DELETED}


def test_each_part_keeps_what_happened_to_it_last() -> None:
    """A later amendment that leaves a part alone does not hide what an earlier one did to it."""
    paid = part_of(AMENDED.replace(b">900000<", b">950000<"))
    worked = part_of(AMENDED.replace(b">900000<", b">950000<").replace(b"6500", b"6000"))
    versions = [
        (part_of(ORIGINAL), BY_ORIGINAL),
        (paid, BY_CORRECTION),
        (worked, BY_CORRECTION),
    ]
    assert actions(history(versions)) == {
        "WorkerRecord": BELOW,
        "Occupation": BELOW,
        "Service": CHANGED,
        "Remun": CHANGED,
        "WorkerContribution": BY_ORIGINAL,
    }


def test_history_leaves_out_what_is_gone() -> None:
    """Only what stands is told, however long ago the rest went."""
    sick = part_of(AMENDED.replace(b"<ServiceCode>1<", b"<ServiceCode>50<"))
    versions = [(part_of(ORIGINAL), BY_ORIGINAL), (sick, BY_CORRECTION), (sick, BY_CORRECTION)]
    services = [part for part in history(versions).walk() if part.label == "Service"]
    assert [(part.zones["ServiceCode"], part.action) for part in services] == [
        ("50", BY_CORRECTION)
    ]


Services = dict[str, tuple[int, int]]

services = st.dictionaries(
    st.sampled_from(["1", "2", "3", "30", "50", "71"]),
    st.tuples(st.integers(1, 9), st.integers(1, 999)),
    max_size=5,
)


def record(declared: Services) -> Part:
    """Return a record with these services: code to (number, days)."""
    below = [
        Part(
            "Service",
            {"ServiceSequenceNbr": f"{n:02}", "ServiceCode": code, "ServiceNbrDays": str(d)},
        )
        for code, (n, d) in declared.items()
    ]
    return Part("WorkerRecord", {"EmployerClass": "010", "WorkerCode": "015"}, below)


@given(services, services)
def test_what_is_not_gone_is_the_new_version(before: Services, after: Services) -> None:
    """Whatever changed: without what is gone, a comparison says what the new version says, and it
    tells of a change exactly when the two versions differ."""
    result = compared(record(before), record(after))
    standing = [part for part in result.parts if part.action != DELETED]
    assert same(Part(result.label, result.zones, standing), record(after))
    assert (result.action == UNCHANGED) == same(record(before), record(after))
    assert {part.key for part in result.parts if part.action == DELETED} == {
        part.key for part in record(before).parts
    } - {part.key for part in record(after).parts}
