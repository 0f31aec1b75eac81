"""What applications are answered about their declarations."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import Field

from declarations.channels.actions import Draft
from declarations.channels.models import Declaration, Result, Verdict
from declarations.glossary.findings import Finding
from portal.exchange.models import Message
from portal.exchange.problems import Problem, Reply
from portal.exchange.quick import Stored


class FileFinding(Reply):
    """An anomaly in a file that cannot be read, with its line."""

    code: str
    anomaly_class: str = Field(serialization_alias="class")
    path: str
    line: int | None
    message: str

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """Return the finding with its text in the reader's language."""
        return cls(
            code=finding.code,
            anomaly_class=finding.anomaly_class,
            path=finding.path,
            line=finding.line,
            message=finding.title,
        )


class NotTaken(Problem):
    """Why a message was not taken in; `findings` for a file."""

    findings: list[FileFinding] = []


class Anomaly(Reply):
    """What is wrong with a declaration, and what to do about it."""

    code: str
    anomaly_class: str = Field(serialization_alias="class")
    path: str
    line: int | None
    title: str
    explanation: str

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """Return the finding with its texts in the reader's language."""
        return cls(
            code=finding.code,
            anomaly_class=finding.anomaly_class,
            path=finding.path,
            line=finding.line,
            title=finding.title,
            explanation=finding.explanation,
        )


class PeriodId(Reply):
    """The period that a declaration made or changed: 12 digits."""

    id: str


class RegistrationId(Reply):
    """The daily registration that a declaration made, changed or cancelled: 12 digits."""

    id: str


class DeclarationStatus(Reply):
    """The verdict: A accepted, W accepted with a warning, B refused.

    S while the worker, who was described without a number, is searched for: ask again later.
    """

    result: Result | Literal["S"]
    anomalies: list[Anomaly]
    period: PeriodId | None
    registration: RegistrationId | None = None

    @classmethod
    def of(cls, declaration: Declaration) -> Self | None:
        """Return the verdict on a declaration; None while there is none."""
        verdict: Verdict | None = getattr(declaration, "verdict", None)
        if verdict is None:
            searched = hasattr(declaration, "search")
            return cls(result="S", anomalies=[], period=None) if searched else None
        effect = getattr(declaration, "effect", None)
        registering = getattr(declaration, "registering", None)
        return cls(
            result=Result(verdict.result),
            anomalies=[Anomaly.of(finding) for finding in verdict.anomalies],
            period=PeriodId(id=effect.period.number) if effect else None,
            registration=registering and RegistrationId(id=registering.registration.number),
        )


class Entry(Reply):
    """One declaration of a message; `reference` is the declarant's own."""

    id: UUID
    position: int
    action: str
    reference: str

    @classmethod
    def of(cls, declaration: Declaration) -> Self:
        """Return what identifies a declaration."""
        return cls(
            id=declaration.reference,
            position=declaration.position,
            action=declaration.action,
            reference=declaration.declarant_reference,
        )


class JudgedEntry(Entry):
    """One declaration of a message, with its verdict once there is one."""

    declaration_status: DeclarationStatus | None = None

    @classmethod
    def of(cls, declaration: Declaration) -> Self:
        """Return what identifies a declaration, and its verdict."""
        entry = super().of(declaration)
        entry.declaration_status = DeclarationStatus.of(declaration)
        return entry


class Receipt(Reply):
    """The proof of what was received, and when."""

    ticket: UUID
    received_at: datetime
    sha256: str
    declarations: list[Entry]


class MessageState(Reply):
    """A receipt with the verdicts so far."""

    ticket: UUID
    received_at: datetime
    sha256: str
    declarations: list[JudgedEntry]


class Outcome(Reply):
    """One declaration with its verdict."""

    id: UUID
    ticket: UUID
    declaration_status: DeclarationStatus


def receipt_of(message: Message | Stored, entries: Iterable[Entry]) -> Receipt:
    """Return the receipt of a message that holds these: the same at each asking."""
    return Receipt.model_construct(
        ticket=message.ticket,
        received_at=message.received_at,
        sha256=message.sha256,
        declarations=list(entries),
    )


def entries_of(message: Message) -> Iterator[Entry]:
    """Yield what identifies each declaration of a message that stands."""
    for declaration in Declaration.objects.filter(message=message).order_by("position"):
        yield Entry.of(declaration)


def entries_of_drafts(drafts: Iterable[Draft]) -> Iterator[Entry]:
    """Yield what identifies each declaration of a message just stored, without reading it back.

    Nothing is validated, since all is our own: of many that would take longer than storing them.
    """
    for position, draft in enumerate(drafts, start=1):
        yield Entry.model_construct(
            id=draft.reference,
            position=position,
            action=draft.action,
            reference=draft.declarant_reference,
        )
