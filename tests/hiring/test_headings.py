"""How many headings a hiring asks, beside how many the model has."""

from datetime import timedelta

import pytest
from django import forms
from django.test import Client

from casework.demo.building import Cast
from declarations.glossary.catalog import glossary
from declarations.glossary.model import Zone
from declarations.hiring.models import EmploymentPeriod
from portal.exchange.actions import move_outbox
from tests.hiring.declaring import today
from tests.hiring.test_hire_pages import TOM, begin, day


def headings() -> int:
    """Count the places of a DimonaIn where something can be filled in."""
    places = glossary("dimona", "2023/1").walk("DimonaIn")
    return sum(isinstance(element, Zone) for _path, _member, element in places)


def questions(form: forms.Form) -> list[str]:
    """Return what a form asks."""
    return [name for name, field in form.fields.items() if not field.widget.is_hidden]


def test_a_known_worker_is_asked_at_most_a_third(
    cast: Cast, colette: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = questions(colette.get("/company/hire/").context["form"])
    days = begin(colette, cast.persons["lucas"].inss)
    asked += questions(colette.get(days).context["form"])
    EmploymentPeriod.objects.update(until=today())
    check = colette.post(days, day("first_day", today() + timedelta(days=1)))["Location"]
    assert colette.get(check).context["form"] is None
    colette.post(check)
    move_outbox()
    assert EmploymentPeriod.objects.filter(person=cast.persons["lucas"]).count() == 2
    with capsys.disabled():
        print(f"\nheadings asked of a known worker: {len(asked)} of {headings()}")  # noqa: T201
    assert asked == ["inss", "first_day", "last_day"]
    assert len(asked) * 3 <= headings()


def test_a_new_worker_is_asked_at_most_a_third(cast: Cast, colette: Client) -> None:
    kind = begin(colette, TOM)
    asked = ["inss", *questions(colette.get(kind).context["form"])]
    for worker_type, committee in (("OTH", "322"), ("STG", "XXX"), ("BCW", "124"), ("EXT", "302")):
        sent = {"worker_type": worker_type, "joint_committee": committee}
        days = colette.post(kind, sent)["Location"]
        all_asked = [*asked, *questions(colette.get(days).context["form"])]
        assert len(all_asked) * 3 <= headings()
