"""The question by which an institution enters, ends or lists its files of a person or company.

Shaped after the official service ManageAccess.
"""

from typing import Any, Literal, Self

from django.utils.translation import gettext
from pydantic import Field
from pydantic.alias_generators import to_camel

from portal.directory.models import CompanyRegistration, Registration
from portal.directory.proof import CompanyProof, Proof
from portal.exchange.messages import PROBLEMS, Day, Sent
from portal.exchange.network.envelope import Answer, Period, Question, Span
from portal.exchange.problems import FieldProblem, ProblemError, Reply

NEEDED = {"REGISTER": ("period", "proof_of_identity"), "UNREGISTER": (), "LIST": ()}


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


class CompanyProofOfIdentity(Sent):
    """Proof that the right company is meant: its number as an employer, or name and seat."""

    nsso_number: str | None = Field(None, min_length=1, max_length=20)
    name: str | None = Field(None, max_length=96)
    postal_code: str | None = Field(None, max_length=10)

    def as_proof(self) -> CompanyProof:
        """Return the proof."""
        return CompanyProof(self.nsso_number or "", self.name or "", self.postal_code or "")


class Manage(Question):
    """Enter, end or list.

    REGISTER wants a period and proof. UNREGISTER ends the file that began on the period's first day
    with its last day; without a period or a last day the file is taken away at once. LIST wants the
    number alone.
    """

    action: Literal["REGISTER", "UNREGISTER", "LIST"]
    period: Period | None = None
    phase: Literal[0, 902] = Field(0, description="0: definitive; 902: provisional")

    @property
    def number(self) -> str:
        """Return the number of whom it is about, as it was sent."""
        raise NotImplementedError

    @property
    def proof(self) -> Any:
        """Return the proof of identity, None where there is none."""
        return getattr(self, "proof_of_identity", None)

    def check(self) -> None:
        """Raise `ProblemError` (422) where something that the action needs is missing."""
        missing = [name for name in NEEDED[self.action] if getattr(self, name) is None]
        whole, parts = PARTS[type(self)]
        if self.proof and getattr(self.proof, whole) is None:
            absent = [name for name in parts if getattr(self.proof, name) is None]
            missing += [f"proof_of_identity.{name}" for name in absent]
        if missing:
            said = str(PROBLEMS["missing"])
            paths = [".".join(map(to_camel, name.split("."))) for name in missing]
            errors = [FieldProblem(path=path, message=said) for path in paths]
            raise ProblemError(422, gettext("Some fields are not right."), errors=errors)


class ManageAccess(Manage):
    """Enter, end or list files of a person."""

    ssin: str = Field(min_length=1, max_length=20, description="National register or BIS number")
    proof_of_identity: ProofOfIdentity | None = None

    @property
    def number(self) -> str:
        """Return the national number."""
        return self.ssin


class ManageCompany(Manage):
    """Enter, end or list files of a company."""

    enterprise_number: str = Field(min_length=1, max_length=20)
    proof_of_identity: CompanyProofOfIdentity | None = None

    @property
    def number(self) -> str:
        """Return the enterprise number."""
        return self.enterprise_number


# What proves an identity by itself, and what does so together.
PARTS: dict[type[Manage], tuple[str, tuple[str, ...]]] = {
    ManageAccess: ("card_number", ("last_name", "first_name", "birth_date")),
    ManageCompany: ("nsso_number", ("name", "postal_code")),
}


class RegistrationPart(Reply):
    """A file at the asker."""

    purpose: str
    phase: int
    period: Span

    @classmethod
    def of(cls, row: Registration | CompanyRegistration) -> Self:
        """Return a row."""
        period = Span(start_date=row.since, end_date=row.until)
        return cls(purpose=row.quality, phase=row.phase, period=period)


class ManagedAccess(Answer):
    """What became of it; `replaced_by` is the number in use, where another one was given."""

    action: str
    ssin: str
    replaced_by: str | None
    registrations: list[RegistrationPart]


class ManagedCompany(Answer):
    """What became of it."""

    action: str
    enterprise_number: str
    registrations: list[RegistrationPart]
