"""Official publications become new versions, and what changed is said line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from shutil import copytree

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from declarations.glossary import catalog, presenting, reading
from declarations.glossary.checks import check_structure
from declarations.glossary.importing import words
from declarations.glossary.publications import NotAPublicationError, parse
from tests.glossary.official import official
from tests.glossary.samples import FULL

BLOCKS = """<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE List [<!ELEMENT List (FunctionalBlock+)> <!ELEMENT Naam (#PCDATA)>]>
<List>
<FunctionalBlock><Code>99901</Code><Versie>VERSION</Versie><Naam>Proef</Naam><XmlLabel>Trial</XmlLabel>
<MinimumKardinaliteit>1</MinimumKardinaliteit><MaximumKardinaliteit>1</MaximumKardinaliteit>
<NrGelinktBlok>99902</NrGelinktBlok><Aanwezigheid>Onmisbaar</Aanwezigheid></FunctionalBlock>
<FunctionalBlock><Code>99902</Code><Versie>VERSION</Versie><Naam>Blad</Naam>
<Zones>00024 - NUMMER</Zones><Zones>99903 - MAAT É</Zones><Zones>OF ZO</Zones>
<XmlLabel>TrialForm</XmlLabel><MinimumKardinaliteit>0</MinimumKardinaliteit>
<MaximumKardinaliteit>*</MaximumKardinaliteit><Aanwezigheid>Facultatief</Aanwezigheid>
<Anomalie><AnomalieCode>99902-001</AnomalieCode><AnomalieTitel>Niet aanwezig</AnomalieTitel>
<AnomalieErnst>P</AnomalieErnst></Anomalie></FunctionalBlock>
</List>"""
ZONES = """<?xml version="1.0" encoding="ISO-8859-1"?>
<List>
<glossary><Code>00024</Code><Versie>VERSION</Versie><XmlLabel>INSS</XmlLabel>
<FunctioneelBlok>Blad</FunctioneelBlok><ToegelatenDomein>Elf cijfers.</ToegelatenDomein>
<Type>Numeriek</Type><Lengte>11</Lengte><Aanwezigheid>Onmisbaar</Aanwezigheid></glossary>
<glossary><Code>99903</Code><Versie>VERSION</Versie><XmlLabel>TrialSizeNbr</XmlLabel>
<FunctioneelBlok>Blad</FunctioneelBlok><ToegelatenDomein>[1;LIMIT]</ToegelatenDomein>
<Type>Numeriek</Type><Lengte>LENGTH</Lengte><Aanwezigheid>Facultatief</Aanwezigheid></glossary>
</List>"""
ANNEX = """<?xml version="1.0" encoding="UTF-8"?>
<trial-codes>
<trial-code><code>7</code><description><nl>zeven</nl><fr>sept</fr></description>
<begin-validity><year>2021</year><quarter>2</quarter></begin-validity>
<end-validity><year>2023</year><quarter>4</quarter></end-validity></trial-code>
<trial-code><code>8</code><description><nl>acht</nl></description></trial-code>
</trial-codes>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of our data, to write new versions into."""
    return Path(copytree(catalog.DATA, tmp_path / "data"))


@pytest.fixture
def imported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The catalogue of a folder of its own, with everything official in it."""
    run(str(official("glossary")), "--write", folder=folder)
    caches = [each for each in vars(catalog).values() if hasattr(each, "cache_clear")]
    monkeypatch.setattr(catalog, "DATA", folder)
    for each in caches:
        each.cache_clear()
    yield folder
    for each in caches:
        each.cache_clear()


def publish(place: Path, version: str = "2031/1", limit: int = 99, length: int = 2) -> list[str]:
    """A publication of our own, of a flow that nobody has."""
    paths = []
    for name, text in (("FBTrial20311NL.xml", BLOCKS), ("Zones_Trial20311NL.xml", ZONES)):
        filled = text.replace("VERSION", version).replace("LIMIT", str(limit))
        path = place / name
        path.write_bytes(filled.replace("LENGTH", str(length)).encode("iso-8859-1"))
        paths.append(str(path))
    return paths


def run(*args: str, folder: Path) -> str:
    out = StringIO()
    call_command("import_glossary", *args, "--into", str(folder), stdout=out)
    return out.getvalue()


def test_a_new_flow_is_complete(tmp_path: Path, folder: Path) -> None:
    report = run(*publish(tmp_path), "--write", folder=folder)
    assert "trial 2031/1, a new flow" in report
    model = reading.glossary_of(reading.load_model(folder, "trial_2031_1"))
    assert [path for path, _, _ in model.walk("Trial")] == [
        "Trial/TrialForm",
        "Trial/TrialForm/INSS",
        "Trial/TrialForm/TrialSizeNbr",
    ]
    size, form = model.zones["TrialSizeNbr"], model.blocks["TrialForm"]
    assert (size.name, size.type, size.longest, size.lowest, size.highest) == (
        *("Trial size nbr", "number", 2, 1),
        99,
    )
    assert model.zones["INSS"].name == "National number"
    assert [(member.label, member.lowest) for member in form.members] == [
        ("INSS", 1),
        ("TrialSizeNbr", 0),
    ]
    assert model.blocks["Trial"].members[0].highest is None
    assert form.listed == {"99902-001"}
    data = reading.load(folder / "trial_2031_1.yaml")
    assert data["classes"] == {"99902-001": "P"}
    assert data["problems"]["001"]["labels"] == {"nl": "Niet aanwezig"}


def test_a_later_version_says_what_changed(tmp_path: Path, folder: Path) -> None:
    run(*publish(tmp_path), "--write", folder=folder)
    paths = publish(tmp_path, version="2031/2", limit=999, length=3)
    report = run(*paths, folder=folder)
    assert "trial 2031/2, since 2031/1: 2 changes" in report
    assert "~ zone TrialSizeNbr longest: 2 → 3" in report
    assert "~ TrialSizeNbr domain: the official text is another one" in report
    assert "Nothing was written" in report
    assert not (folder / "trial_2031_2.yaml").exists()
    again = run(*publish(tmp_path), folder=folder)
    assert "trial 2031/1, since 2031/1: 0 changes" in again


def test_version_and_flow_can_be_chosen(tmp_path: Path, folder: Path) -> None:
    paths = publish(tmp_path)
    run(*paths, "--version", "2040/4", "--write", folder=folder)
    assert (folder / "trial_2040_4.yaml").exists()
    assert "trial" not in run(*paths, "--flow", "dimona", folder=folder)


def test_an_annex_becomes_a_code_list(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "Trial2031-1_99.xml"
    path.write_text(ANNEX, "utf-8")
    assert "annex_99_trial_codes: 2 changes" in run(str(path), "--write", folder=folder)
    data = reading.load(folder / "annex_99_trial_codes.yaml")
    codes = reading.code_list_of("annex_99_trial_codes", data)
    assert [code.title for code in codes.on(date(2022, 1, 1))] == ["sept", "acht"]
    assert [code.code for code in codes.on(date(2024, 1, 1))] == ["8"]
    assert codes["7"].valid_from == date(2021, 4, 1)
    assert codes["7"].valid_until == date(2023, 12, 31)
    assert "annex_99_trial_codes: 0 changes" in run(str(path), folder=folder)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('<!DOCTYPE List [<!ENTITY a "b">]><List>&a;</List>', "declares an entity"),
        ("<!DOCTYPE List [<!ENTITY % a SYSTEM 'file:///etc/passwd'> %a;]><List/>", "entity"),
        ("<List><glossary></List>", "glossary"),
        ("", "empty"),
        ('<?xml version="1.0" encoding="utf-16"?><List/>', "encoding"),
        ('<?xml version="1.0" encoding="nothing"?><List/>', "encoding"),
    ],
)
def test_what_is_no_publication_is_refused(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "FBTrial20311NL.xml"
    path.write_bytes(text.encode())
    with pytest.raises(NotAPublicationError, match=f"(?i){why}"):
        parse(path)
    with pytest.raises(CommandError):
        run(str(path), folder=tmp_path)


def test_half_a_publication_is_refused(tmp_path: Path, folder: Path) -> None:
    blocks, _zones = publish(tmp_path)
    with pytest.raises(CommandError, match="together"):
        run(blocks, folder=folder)
    with pytest.raises(CommandError, match="does not exist"):
        run(str(tmp_path / "nothing.xml"), folder=folder)


def test_names_are_made_of_xml_names() -> None:
    assert words("PlannedHoursNbr") == "Planned hours nbr"
    assert words("NOSSRegistrationNbr") == "NOSS registration nbr"
    assert words("INSS") == "INSS"


def test_all_official_publications_are_read(folder: Path) -> None:
    report = run(str(official("glossary")), "--write", folder=folder)
    flows = set(re.findall(r"Written: (\w+)_[0-9]{4}_[0-9]\.yaml", report))
    assert len(flows) == 28
    assert {"dimona", "notification", "dmfa", "wech001", "zima006", "aoat003"} <= flows
    for name in reading.models(folder):
        data = reading.load_model(folder, name)
        model = reading.glossary_of(data)
        for _, _, element in model.walk(model.root):
            assert element.name
            assert re.fullmatch("[0-9]{5}", element.number)
    risk = reading.glossary_of(reading.load_model(folder, "wech001_2023_3"))
    assert risk.zones["WorkerName"].name == "Surname"
    assert len(risk.zones) > 50
    # The French publication is of an earlier version, and stands beside the Dutch one.
    assert {"dmfa_2022_3", "dmfa_2023_3"} <= set(reading.models(folder))
    again = run(str(official("glossary")), folder=folder)
    assert set(re.findall(r": ([0-9]+) changes", again)) == {"0"}


def test_the_official_dimona_brings_nothing_new(folder: Path) -> None:
    """What we hold is what is published, but for a length that the message itself narrows."""
    report = run(str(official("glossary")), "--flow", "dimona", "--write", folder=folder)
    assert "dimona 2023/3, since 2023/1: 1 changes" in report
    assert "~ zone JointCommissionNbr longest: 3 → 9" in report
    model = reading.glossary_of(reading.load_model(folder, "dimona_2023_3"))
    for action in model.actions:
        assert check_structure(action, FULL[action]) == []
    assert [m.label for m in model.blocks["DimonaIn"].members] == [
        m.label for m in catalog.glossary("dimona", "2023/1").blocks["DimonaIn"].members
    ]


def test_all_official_annexes_are_read(folder: Path) -> None:
    report = run(str(official("annexes")), "--write", folder=folder)
    assert report.count("left out") == 5
    written = re.findall(r"Written: (\w+)\.yaml", report)
    assert len(written) == len(set(written)) == 41
    countries = reading.code_list_of("", reading.load(folder / "annex_5_countries.yaml"))
    ours = catalog.code_list("countries")
    assert {code.code for code in countries.codes} == {code.code for code in ours.codes}
    assert {c.code for c in countries.on(date(2021, 1, 1))} == {
        c.code for c in ours.on(date(2021, 1, 1))
    }


@pytest.mark.usefixtures("imported")
@pytest.mark.django_db
def test_flows_that_are_new_have_their_pages(client: Client) -> None:
    """Nothing but the data is needed for a flow to be in the catalogue and in the manual."""
    risk = catalog.newest("wech001")
    assert risk
    assert risk.version == "2023/3"
    assert {model.version for model in catalog.glossaries() if model.flow == "dimona"} == {
        *("2023/1", "2023/3"),
    }
    assert all(anomaly.title for anomaly in catalog.anomalies())
    odd_cycle = catalog.anomaly("00190-063")
    assert odd_cycle.title.startswith(risk.zones["Cycle"].title)
    pages = [presenting.address("glossary_flow", risk), reverse("anomaly", args=["00190-063"])]
    pages += [presenting.page_of(risk, risk.elements[label]) for label in ("Cycle", "Remun")]
    for page in pages:
        assert client.get(page).status_code == 200
