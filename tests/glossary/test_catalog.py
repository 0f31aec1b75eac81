"""The information model as data: complete, consistent, and as the official one says."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.utils import translation
from lxml import etree

from declarations.channels.presenting import code_words
from declarations.glossary.catalog import (
    anomaly,
    code_list,
    combinations,
    for_quarter,
    glossaries,
    glossary,
    joint_committees,
    newest,
    translatable_texts,
    values_of,
    worker_types,
)
from declarations.glossary.fields import check_block
from tests.glossary.official import official

MODEL = glossary("dimona", "2023/1")
SCHEMA = "{http://www.w3.org/2001/XMLSchema}"
OPEN_TYPES = {
    "OTH", "STU", "EXT", "FLX", "O17", "S17", "T17", "ALT",
    "BCW", "RTA", "IVT", "TRI", "STG", "DWD", "PMP",
}  # fmt: skip


def test_every_member_of_a_block_is_described() -> None:
    for block in MODEL.blocks.values():
        for member in block.members:
            for label in member.labels:
                assert MODEL.element(label).name
    reached = {path.rpartition("/")[2] for path, _, _ in MODEL.walk(MODEL.root)}
    assert reached == (set(MODEL.blocks) | set(MODEL.zones)) - {MODEL.root}


def test_worker_types_and_committees_are_those_of_their_zones() -> None:
    known = {code.code for code in code_list("worker_types").codes}
    assert known == set(MODEL.zones["WorkerType"].codes) | {"QUA", "STX"}
    committees = {code.code for code in joint_committees(on=date(2026, 1, 1))}
    assert committees == set(MODEL.zones["JointCommissionNbr"].codes)


def test_worker_types_open_and_close() -> None:
    assert {code.code for code in worker_types(on=date(2026, 1, 1))} == OPEN_TYPES
    end_of_2021 = {code.code for code in worker_types(on=date(2021, 12, 31))}
    assert end_of_2021 == OPEN_TYPES - {"O17", "S17", "T17", "ALT"} | {"A17", "TEA", "QUA"}
    assert "STX" in {code.code for code in worker_types(on=date(2013, 12, 31))}


def test_what_is_not_known_is_said_so() -> None:
    for unknown in ("90017", "90017-777", "12345-001", "FILE-999", ""):
        with pytest.raises(LookupError):
            anomaly(unknown)
    with pytest.raises(LookupError):
        glossary("dimona", "1999/1")
    with pytest.raises(LookupError):
        code_list("../settings")


def test_an_anomaly_names_its_field_and_what_to_do() -> None:
    assert anomaly("90017-151").title == "Worker: cannot be identified"
    assert anomaly("00910-001").title == "First day of work: missing"
    assert anomaly("00024-003").title == "National number: not a valid number"
    assert anomaly("FILE-002").title == "The file holds a document type definition"
    assert "1920" in anomaly("00910-008").explanation
    assert "quota" in anomaly("90017-369").title
    assert anomaly("90017-369").anomaly_class == "NP"


def test_code_lists_and_fields_have_labels() -> None:
    assert code_list("worker_types")["STX"].title == "Occasional student, up to 2013"
    with pytest.raises(KeyError):
        code_list("worker_types")["XYZ"]
    assert MODEL.zones["StartingHour"].title == "Start time"
    assert "0830" in MODEL.zones["StartingHour"].hint
    assert MODEL.zones["WorkerCity"].hint == ""
    assert MODEL.blocks["NaturalPerson"].title == "Worker"


def test_every_text_can_be_translated() -> None:
    texts = list(translatable_texts())
    locations = Counter(location for _, location in texts)
    assert max(locations.values()) == 1
    messages = {message for message, _ in texts}
    for model in glossaries():
        assert {block.name for block in model.blocks.values()} <= messages
        assert {zone.name for zone in model.zones.values()} <= messages
    for code in ("90017-151", "00024-003", "FILE-001", "00910-008"):
        assert {anomaly(code).problem, anomaly(code).advice} <= messages
    assert all(message == message.strip() and message for message in messages)


def test_numbers_and_names_are_those_of_the_official_schema() -> None:
    schema = etree.parse(official("schemas/Dimona_20231.xsd")).getroot()
    numbers = {
        element.get("name"): element.findtext(f"{SCHEMA}annotation/{SCHEMA}documentation")
        for element in schema.findall(f"{SCHEMA}element")
    }
    ours = {label: block.number for label, block in MODEL.blocks.items()}
    ours |= {label: zone.number for label, zone in MODEL.zones.items()}
    assert ours == numbers


def test_lengths_ranges_and_codes_are_those_of_the_official_schema() -> None:
    schema = etree.parse(official("schemas/Dimona_20231.xsd")).getroot()
    for zone in MODEL.zones.values():
        path = f"{SCHEMA}element[@name='{zone.label}']/{SCHEMA}simpleType/{SCHEMA}restriction"
        restriction = schema.find(path)
        assert restriction is not None
        facets: dict[str, list[str]] = {}
        for facet in restriction:
            name = etree.QName(facet).localname
            facets.setdefault(name, []).append(str(facet.get("value")))
        assert (restriction.get("base") == "xs:integer") == (zone.type == "number")
        if zone.type in ("number", "text", "letter"):
            (longest,) = facets.get("totalDigits") or facets.get("maxLength") or facets["length"]
            assert zone.longest == int(longest), zone.label
        if zone.label == "WorkerSex":  # the glossary names the two values of the range
            assert list(zone.codes) == facets["minInclusive"] + facets["maxInclusive"]
            continue
        for facet_name, bound in (("minInclusive", zone.lowest), ("maxInclusive", zone.highest)):
            assert facets.get(facet_name, []) == ([] if bound is None else [str(bound)]), zone.label
        assert sorted(zone.codes) == sorted(facets.get("enumeration", [])), zone.label
        if zone.type in ("number", "time"):
            assert (zone.pattern is None) == ("pattern" not in facets), zone.label


def test_a_quarter_is_declared_in_the_version_of_its_time() -> None:
    versions = [for_quarter("dmfa", quarter).version for quarter in (20222, 20224, 20231, 20264)]
    assert versions == ["2022/3", "2022/3", "2023/1", "2023/1"]
    assert for_quarter("dmfa_update", 20223).version == "2022/3"
    for flow, quarter in (("dmfa", 20221), ("dimona", 20264), ("nothing", 20264)):
        with pytest.raises(LookupError):
            for_quarter(flow, quarter)


def test_a_version_takes_conditions_and_anomalies_from_the_former_one() -> None:
    former, wages = glossary("dmfa", "2022/3"), glossary("dmfa", "2023/1")
    when = {member.label: member.when for member in wages.blocks["Occupation"].members}
    assert when["Apprenticeship"] == "For apprentices."
    assert when["UsingEmployer"] == "For agency workers."
    assert "UsingEmployer" not in former.blocks["Occupation"].places
    assert wages.zones["WorkerCode"].listed == former.zones["WorkerCode"].listed
    assert "00037-025" in wages.zones["WorkerCode"].listed


def test_the_order_of_a_block_suits_each_of_its_ways() -> None:
    for model in glossaries():
        for block in model.blocks.values():
            order = [member.label for member in block.members]
            for way in block.ways:
                labels = [member.label for member in way]
                assert labels == sorted(labels, key=order.index), (model.flow, block.label)


def test_the_class_of_an_anomaly_is_that_of_its_flow() -> None:
    assert anomaly("00517-001").anomaly_class == anomaly("00517-001", "dimona").anomaly_class == "B"
    assert anomaly("00517-001", "dmfa").anomaly_class == "NP"
    assert anomaly("00047-008").anomaly_class == "P"
    assert anomaly("00047-001").anomaly_class == "B"


def test_worker_codes_go_with_employer_categories() -> None:
    known = combinations(20232)
    assert len(known) == 2599
    assert combinations(20264) == known
    assert combinations(20231) == frozenset()
    for combination in ((0, 15, 1), (0, 495, 0), (10, 840, 0), (754, 15, 2)):
        assert combination in known
    assert (0, 10, 0) not in known


def test_lists_of_wages_open_and_close() -> None:
    day = date(2023, 1, 1)
    times = {code.code for code in code_list("working_times").on(day)}
    assert {"1", "50", "72", "110"} <= times
    assert times.isdisjoint({"23", "77", "301"})
    manual_work = [c.rules for c in code_list("worker_codes").on(day) if c.code == "015"]
    assert {"kind": "ordinary", "work": "manual", "presence": 3} in manual_work
    assert {"kind": "fedris", "work": "manual", "presence": 3} in manual_work
    structural, *_ = [c for c in code_list("reduction_codes").on(day) if c.code == "3000"]
    assert structural.rules
    assert structural.rules["level"] == "occupation"
    assert structural.rules["basis"] == "forbidden"
    assert {"200", "302", "149.01"} <= {
        c.code for c in code_list("official_joint_committees").codes
    }


PUBLISHED = {
    "dimona": "Dimona",
    "acrf": "ACR",
    "notification": "Notification",
    "idflux": "IDFLUX",
    "personnel_file_request": "PersonnelFileConsultationRequest",
    "dmfa": "DMFA",
    "dmfa_update": "DMFAUpdate",
    **{f"wech00{n}": f"ONEM{place}" for place, n in enumerate((3, 6, 7, 9, 8, 2, 5, 1), start=1)},
    **{f"zima00{n}": f"AMI{n}" for n in (1, 2, 3, 5, 6)},
    **{f"aoat00{n}": f"FAT{n}" for n in (1, 2, 3)},
}


@pytest.mark.parametrize(("flow", "published"), PUBLISHED.items())
def test_every_official_anomaly_is_known_with_its_class(flow: str, published: str) -> None:
    parser = etree.XMLParser(resolve_entities=False, recover=True)
    model = newest(flow)
    assert model
    seen = 0
    folder = official("glossary")
    for file in (
        *folder.glob(f"FB{published}2023?NL.xml"),
        *folder.glob(f"Zones_{published}2023?NL.xml"),
    ):
        tree = etree.parse(file, parser)
        for described in tree.getroot():
            label = str(described.findtext("XmlLabel"))
            for listed in described.findall("Anomalie"):
                code, severity = listed.findtext("AnomalieCode"), listed.findtext("AnomalieErnst")
                if code and label in model.elements:
                    seen += 1
                    # A notification quotes anomalies of other flows, where a class may differ.
                    own_class = anomaly(code, flow).anomaly_class
                    assert own_class == severity or flow == "notification", code
                    assert code in model.elements[label].listed, code
    assert seen > (0 if flow == "idflux" else 30)


def test_a_flow_takes_from_its_base_what_it_does_not_say() -> None:
    """Facts and names, but not the anomalies; and nothing that its message cannot reach."""
    answer = glossary("personnel_file_answer", "2022/3")
    assert answer.zones["WorkerSex"].codes == ("1", "2")
    assert answer.zones["WorkerSex"].listed == frozenset()
    assert answer.zones["StartingDate"].name == MODEL.zones["StartingDate"].name
    assert "DimonaIn" not in answer.blocks
    assert newest("no such flow") is None


def test_alternatives_of_a_block() -> None:
    """Either the identity of a person, or the number of an employer."""
    model = glossary("idflux", "2023/1")
    number = {"NOSSRegistrationNbr": "175110801"}
    person = {
        "INSS": "85073003328",
        "WorkerName": "Peeters",
        "WorkerFirstName": "An",
        "WorkerBirthdate": "1985-07-30",
        "WorkerSex": "2",
    }
    for content, expected in (
        (number, []),
        (person, []),
        ({**person, **number}, ["00011-005"]),
        ({"INSS": "85073003328", "WorkerName": "Peeters"}, ["00026-001", "00028-001", "00029-001"]),
    ):
        found = check_block(model, "ValidSituation", content, "ValidSituation")
        assert [finding.code for finding in found] == expected


def test_what_codes_mean() -> None:
    sex, country = MODEL.zones["WorkerSex"], MODEL.zones["Country"]
    for zone, code, title in ((sex, "1", "Male"), (country, "150", "Belgium")):
        values = values_of(zone)
        assert values
        assert values[code].title == title
    with translation.override("nl"):
        assert code_list("countries")["150"].title == "België"
        assert code_list("countries")["104"].title == "Duitsland (Dem. rep.)"
    assert values_of(MODEL.zones["WorkerCity"]) is None
    east_germany = code_list("countries")["104"]
    assert east_germany not in code_list("countries").on(date(2026, 1, 1))


def test_a_worker_code_has_the_name_of_the_work_and_not_of_its_insurance() -> None:
    found = code_list("worker_codes")
    of_work = {each.code for each in found.codes if each.rules and each.rules["kind"] == "ordinary"}
    assert {"010", "015", "495"} <= of_work
    kinds = {code: (found[code].rules or {})["kind"] for code in of_work}
    assert set(kinds.values()) == {"ordinary"}, kinds
    zone = glossary("dmfa", "2023/1").zones["WorkerCode"]
    assert code_words(zone, "495") == "White-collar worker"
    assert code_words(zone, "no code") == "no code"


def test_every_code_that_may_be_given_is_explained() -> None:
    """Where the codes of a zone have meanings, none is left out."""
    for model in glossaries():
        for zone in model.zones.values():
            values = values_of(zone)
            if zone.codes and values:
                known = {code.code for code in values.codes}
                assert set(zone.codes) <= known, (model.flow, zone.label)
