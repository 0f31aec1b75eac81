"""The official answers as files, from the page of a message."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from casework.demo.building import Cast
from declarations.channels.models import Declaration
from declarations.wages.models import Filing
from portal.access.models import Capacity, CapacityKind
from tests.wages.answering import read_answer, texts
from tests.wages.filing import change, current, hire, paid, send
from tests.wages.judging_samples import CLERK, INSS, declaration, document, person
from tests.wages.pages import colette, nora, piet


@pytest.fixture
def own(cast: Cast) -> Capacity:
    """Return what the owner of the restaurant acts in; all are hired."""
    hire(cast.companies["restaurant"], INSS)
    return Capacity.objects.get(
        company=cast.companies["restaurant"], kind=CapacityKind.COMPANY, environment="R"
    )


@pytest.fixture
def original(own: Capacity) -> Declaration:
    """Return the first quarter of a clerk, as it was declared."""
    (form,) = send(own, document(declaration(person(CLERK))))
    return form


def _given(client: Client, address: str, flow: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    return read_answer(answer.streaming_content, flow)  # type: ignore[attr-defined]


def test_the_page_of_a_message_leads_to_its_answers(original: Declaration) -> None:
    """Receipt, results, identifiers."""
    page = colette().get(f"/company/wages/sent/{original.message.ticket}/")
    for name, flow in (
        ("receipt", "acrf"),
        ("results", "notification"),
        ("identifiers", "dmfa_pid"),
    ):
        address = f"/wages/messages/{original.message.ticket}/{name}/"
        assert address in page.content.decode()
        _given(colette(), address, flow)


def test_an_amendment_leads_to_what_it_changed(own: Capacity, original: Declaration) -> None:
    """It has no identifiers of its own."""
    filing = Filing.objects.get(forms__declaration=original)
    (form,) = send(own, change(filing, current(filing)[0], paid(95)))
    page = colette().get(f"/company/wages/sent/{form.message.ticket}/").content.decode()
    address = f"/wages/declarations/{form.reference}/changes/"
    assert address in page
    assert "identifiers" not in page
    assert texts(_given(colette(), address, "dmfa_update_notification"), "DebitAmount") == ["19035"]


@pytest.mark.parametrize("name", ["receipt", "results", "identifiers"])
def test_nobody_else_reads_them(original: Declaration, name: str) -> None:
    """Neither another employer, nor an office that did not send the message."""
    address = f"/wages/messages/{original.message.ticket}/{name}/"
    assert piet().get(address).status_code == 404
    assert nora().get(address).status_code == 404
