"""The proof of unemployment: on paper, in the worker's language, for worker and employer alike."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from casework.demo.building import Cast
from declarations.channels.models import Declaration
from declarations.social_risk.models import Risk
from portal.documents.actions import file_of, pdf_of, words_of
from portal.documents.models import Letter
from tests.social_risk.declaring import about, content, declare, employer

pytestmark = pytest.mark.django_db
PAY = {"RemunerationBasisAmount": "271967", "MeanWorkingHours": "3800", "JointCommissionNbr": "302"}


@pytest.fixture
def left(cast: Cast) -> Declaration:
    """Lucas left the restaurant on 30 October: the employer declared it."""
    declared = declare(employer(cast), "wech001", content(cast, "wech001", **PAY))
    assert declared.verdict.result != "R", declared.verdict.findings
    return declared


def test_it_says_what_was_declared_in_the_language_of_the_worker(left: Declaration) -> None:
    letter = left.risk_effect.letter
    assert letter
    assert letter.language == "fr"
    words = words_of(letter)
    assert 'lang="fr"' in words
    for said in ("Lucas Dubois", "Restaurant Chez Colette", "0461.234.505", "2 719,67"):
        assert said in words.replace("\xa0", " ").replace("\u202f", " "), said


def test_hours_and_shares_are_written_as_people_write_them(cast: Cast) -> None:
    given = {"MeanWorkingHours": "3750", "RefMeanWorkingHours": "3800", "PercentagePaid": "10600"}
    declared = declare(employer(cast), "wech001", content(cast, "wech001", **PAY | given))
    letter = declared.risk_effect.letter
    assert letter
    rows = dict(row for part in letter.data["parts"] for row in part["rows"])
    assert rows["Heures de travail par semaine du travailleur"] == "37,5"
    assert rows["Heures de travail par semaine d’un temps plein"] == "38"
    assert rows["Pourcentage payé"] == "106 %".replace(" ", "\xa0")
    assert "centièmes" not in words_of(letter)


def test_it_is_sealed_tagged_and_the_same_bytes_again(left: Declaration, client: Client) -> None:
    letter = left.risk_effect.letter
    assert letter
    pdf = bytes(file_of(letter).pdf)
    assert pdf == pdf_of(letter)
    root: Any = PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "fr"
    assert b"ETSI.CAdES.detached" in pdf
    assert letter.code
    html = client.get(reverse("check_letter"), {"code": letter.code}).content.decode()
    assert "Proof of unemployment" in html


def test_the_worker_and_the_employer_open_the_same(cast: Cast, left: Declaration) -> None:
    letter = left.risk_effect.letter
    assert letter
    worker, boss, other = Client(), Client(), Client()
    worker.force_login(cast.persons["lucas"].account)
    boss.force_login(cast.persons["colette"].account)
    other.force_login(cast.persons["piet"].account)
    career = worker.get(reverse("career")).content.decode()
    address = reverse("letter_pdf", args=[letter.reference])
    assert address in career
    for client, company in ((boss, "restaurant"), (other, "builder")):
        chosen = employer(cast, company)
        client.post(reverse("choose_capacity"), {"capacity": chosen.pk})
    risk = Risk.objects.get(standing=left)
    proof = reverse("risk_proof", args=[risk.reference])
    page = boss.get(reverse("risk", args=[risk.reference])).content.decode()
    assert 'href="proof.pdf"' in page
    assert worker.get(address).content == boss.get(proof).content
    assert other.get(proof).status_code == 404


def test_a_change_gives_another_and_a_cancellation_none(cast: Cast, left: Declaration) -> None:
    change = {"AttestationStatus": "1", "Reference": [about(left)]}
    changed = declare(employer(cast), "wech001", left.content | change)
    assert changed.risk_effect.letter
    assert changed.risk_effect.letter.data["changes"] is True
    cancel = {"AttestationStatus": "3", "Reference": [about(changed)]}
    gone = declare(employer(cast), "wech001", left.content | cancel)
    assert gone.risk_effect.letter is None
    assert Letter.objects.filter(template="proof_of_unemployment").count() == 2
