"""Telling a story by a program of the payroll office, and by files that the employer sends."""

from __future__ import annotations

from typing import Protocol

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from benefits.claims.models import Claim
from benefits.decisions.models import DecisionOutcome
from casework.cases.actions import decide_case, take
from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from declarations.hiring.models import EmploymentPeriod
from declarations.social_risk.scenarios import scenarios
from portal.access.models import Capacity, CapacityKind
from portal.exchange.actions import move_outbox
from tests.api.conftest import HIRING, Application
from tests.api.messages import file_of
from tests.benefits.applying import fill, send
from tests.hiring.acting import acting
from tests.social_risk.samples import xml
from tests.social_risk.stories import Applies, Leaves, Recognises, Story, Tells, form_of

XML = "application/xml"


class Channel(Protocol):
    """How an employer tells what happens, and how worker and caseworker act on it."""

    def leave(self, story: Story, told: Leaves) -> None:
        """Tell the last day of work."""

    def tell(self, story: Story, told: Tells) -> None:
        """Declare a risk."""

    def apply(self, story: Story, answers: Applies) -> None:
        """Answer and send the application."""

    def recognise(self, story: Story, found: Recognises) -> None:
        """Grant it."""


def live(cast: Cast, story: Story, channel: Channel) -> None:
    """Let the cast live through a story; wages are declared before it."""
    declare_wages(cast)
    for step in story.steps:
        match step:
            case Leaves():
                channel.leave(story, step)
            case Tells():
                channel.tell(story, step)
            case Applies():
                channel.apply(story, step)
            case Recognises():
                channel.recognise(story, step)
        move_outbox()


class _AtHand:
    """Worker and caseworker, where only what the employer sends is looked at."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def apply(self, story: Story, answers: Applies) -> None:
        """Answer each question on its page, and send."""
        client = Client()
        client.force_login(self.cast.persons[story.who].account)
        claim = Claim.objects.get(scheme=story.scheme, person=self.cast.persons[story.who])
        fill(client, claim, answers.answers)
        send(client, claim)

    def recognise(self, story: Story, found: Recognises) -> None:
        """Take the case and grant."""
        claim = Claim.objects.get(scheme=story.scheme, person=self.cast.persons[story.who])
        who = Capacity.objects.get(user__email=found.email, kind=CapacityKind.CASEWORKER)
        decide_case(take(claim, who), who, DecisionOutcome.GRANTED, "Seen.", {**found.found})

    def _leaving(self, story: Story, told: Leaves) -> tuple[str, str]:
        hired = EmploymentPeriod.objects.get(person=self.cast.persons[story.who])
        return hired.number, told.last_day.isoformat()


class ByApi(_AtHand):
    """The payroll office's program sends JSON."""

    def __init__(self, cast: Cast, office: Application) -> None:
        super().__init__(cast)
        self.office = office

    def leave(self, story: Story, told: Leaves) -> None:
        """Send a leaving."""
        number, day = self._leaving(story, told)
        worker = {"ssin": self.cast.persons[story.who].inss}
        said = {"dimonaOut": {"periodId": int(number), "endDate": day}, "worker": worker}
        answer = self.office.post(f"{HIRING}/declarations", said)
        assert answer.status_code == 201, answer.content

    def tell(self, story: Story, told: Tells) -> None:
        """Send one form."""
        form = {scenarios()[told.flow].code: form_of(self.cast, story, told)}
        answer = self.office.post("/api/risks/v1/declarations", form)
        assert answer.status_code == 201, answer.content


class ByFile(_AtHand):
    """The employer sends files of XML on a page."""

    def leave(self, story: Story, told: Leaves) -> None:
        """Send a file with the leaving."""
        number, day = self._leaving(story, told)
        content = {"DimonaPeriodId": number, "EndingDate": day}
        self._send(story, file_of(("DimonaOut", content)))

    def tell(self, story: Story, told: Tells) -> None:
        """Send a file with one form."""
        self._send(story, xml(scenarios()[told.flow], form_of(self.cast, story, told)))

    def _send(self, story: Story, data: bytes) -> None:
        boss = {"restaurant": "colette@restaurant.example", "builder": "piet@bouw.example"}
        client = acting(boss[story.company], CapacityKind.COMPANY)
        files = {"file": SimpleUploadedFile("risk.xml", data)}
        answer = client.post("/company/file/", files, follow=True)
        assert "We received your file" in answer.content.decode()
        move_outbox()
        assert (
            "1 declaration: 0 refused" in client.get(answer.request["PATH_INFO"]).content.decode()
        )
