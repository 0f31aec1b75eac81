"""The question by which an institution enters, ends or lists its files of a person.

Shaped after the official service ManageAccess.
"""

from typing import Literal, Self

from django.utils.translation import gettext
from pydantic import Field
from pydantic.alias_generators import to_camel

from portal.directory.models import Registration
from portal.directory.proof import Proof
from portal.exchange.messages import PROBLEMS, Day, Sent
from portal.exchange.network.envelope import Answer, Period, Question, Span
from portal.exchange.problems import FieldProblem, ProblemError, Reply

NEEDED = {"REGISTER": ("period", "proof_of_identity"), "UNREGISTER": (), "LIST": ()}
BY_NAME = ("last_name", "first_name", "birth_date")


class ProofOfIdentity(Sent):
    """Proof that the person or the card was seen: the card's number, or name and date of birth."""

    card_number: str | None = Field(None, min_length=1, max_length=20)
    last_name: str | None = Field(None, max_length=64)
    first_name: str | None = Field(None, max_length=64)
    birth_date: Day | None = None

    def as_proof(self) -> Proof:
        """Return the proof."""
        return Proof(
            self.card_number or "", self.last_name or "", self.first_name or "", self.birth_date
        )


class ManageAccess(Question):
    """Enter, end or list.

    REGISTER wants a period and proof. UNREGISTER ends the file that began on the period's first day
    with its last day; without a period or a last day the file is taken away at once. LIST wants the
    number alone.
    """

    action: Literal["REGISTER", "UNREGISTER", "LIST"]
    ssin: str = Field(min_length=1, max_length=20, description="National register or BIS number")
    period: Period | None = None
    phase: Literal[0, 902] = Field(0, description="0: definitive; 902: provisional")
    proof_of_identity: ProofOfIdentity | None = None

    def check(self) -> None:
        """Raise `ProblemError` (422) where something that the action needs is missing."""
        missing = [name for name in NEEDED[self.action] if getattr(self, name) is None]
        proof = self.proof_of_identity
        if proof and proof.card_number is None:
            absent = [name for name in BY_NAME if getattr(proof, name) is None]
            missing += [f"proof_of_identity.{name}" for name in absent]
        if missing:
            said = str(PROBLEMS["missing"])
            paths = [".".join(map(to_camel, name.split("."))) for name in missing]
            errors = [FieldProblem(path=path, message=said) for path in paths]
            raise ProblemError(422, gettext("Some fields are not right."), errors=errors)


class RegistrationPart(Reply):
    """A file of a person at the asker."""

    purpose: str
    phase: int
    period: Span

    @classmethod
    def of(cls, row: Registration) -> Self:
        """Return a row."""
        period = Span(start_date=row.since, end_date=row.until)
        return cls(purpose=row.quality, phase=row.phase, period=period)


class ManagedAccess(Answer):
    """What became of it; `replaced_by` is the number in use, where another one was given."""

    action: str
    ssin: str
    replaced_by: str | None
    registrations: list[RegistrationPart]
