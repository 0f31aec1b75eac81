"""Reads of declarations."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models.expressions import RawSQL

from portal.access.models import Capacity, CapacityKind, Environment, Service
from portal.access.scoping import tenant_filter
from portal.exchange.models import Message
from portal.people.models import Company

if TYPE_CHECKING:
    from declarations.channels.models import Declaration

WAITING = "waiting"
KNOWN_BEFORE = "90373-333"
PIECE = 500  # declarations of a message that are judged together
# As an array, their keys are found before anything else, and by them alone the declarations: also
# in a table so young that the database knows nothing of its size.
IN_PIECES = """
    declarations_declaration.id = ANY (ARRAY (
        SELECT each.id
        FROM declarations_declaration AS first
        JOIN declarations_declaration AS each ON each.message_id = first.message_id
            AND each.position >= first.position AND each.position < first.position + %s
        WHERE first.id = ANY (%s)
    ))
"""


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    """Declarations of employers."""

    @tenant_filter
    def readable_by(self, capacity: Capacity) -> "DeclarationQuerySet":
        """Return what a capacity may read, newest first.

        A company and a payroll office read what they sent, and a company also what was accepted
        or refused about it; nobody else reads declarations here, and nobody real ones with
        credentials for tests, or the other way round.
        """
        condition = models.Q(message__capacity__company=capacity.company_id)
        if capacity.kind == CapacityKind.COMPANY:
            condition |= models.Q(verdict__company=capacity.company_id)
        elif capacity.kind != CapacityKind.PAYROLL_OFFICE:
            return self.none()
        same = models.Q(message__capacity__environment=capacity.environment)
        return self.filter(condition, same).order_by("-received_at", "-id")

    def in_pieces(self, firsts: Sequence[int]) -> "DeclarationQuerySet":
        """Return the pieces of messages that begin with these declarations, given by key."""
        parameters = [PIECE, list(firsts)]
        return self.filter(RawSQL(IN_PIECES, parameters, models.BooleanField()))  # noqa: S611 - ours

    def shown(self) -> "DeclarationQuerySet":
        """Return them with what a page says of each: sender, verdict, company and worker."""
        return self.select_related(
            "message__capacity__company",
            "message__capacity__user__person",
            "verdict__company",
            "verdict__person",
        ).defer("message__body")

    def with_answer(self, answer: str) -> "DeclarationQuerySet":
        """Return those with a result (see `Result`); "waiting" for those without a verdict yet."""
        if answer == WAITING:
            return self.filter(verdict__isnull=True)
        return self.filter(verdict__result=answer)

    def known_before(self) -> "DeclarationQuerySet":
        """Return those that declare what stood already: their period, to the day."""
        return self.filter(verdict__findings__contains=[{"code": KNOWN_BEFORE}])


@tenant_filter
def messages_of(sender: Company) -> models.QuerySet[Message]:
    """Return the real messages of a company's or office's declarations, newest first, with counts.

    Each has `total`, `accepted`, `refused` and `waiting`. Wages have pages of their own.
    """
    real = Message.objects.filter(
        capacity__company=sender,
        capacity__environment=Environment.REAL,
        service__in=(Service.HIRING, Service.RISKS),
    )
    return _counted(real).defer("body").order_by("-received_at", "-pk")


def message_with(ticket: UUID, fingerprint: str) -> Message | None:
    """Return the message that has a ticket and whose SHA-256 begins so, with counts as above."""
    shown = "set_config('solida.receipt', ticket::text, false) AS shown"
    query = f"SELECT *, {shown} FROM message_with(%s, %s)"  # noqa: S608 - a text of ours
    found = Message.objects.raw(query, [ticket, fingerprint])
    return next(iter(found), None)


def _counted(messages: models.QuerySet[Message]) -> models.QuerySet[Message]:
    return messages.annotate(
        total=models.Count("declarations"),
        accepted=models.Count(
            "declarations", models.Q(declarations__verdict__result__in=["A", "W"])
        ),
        refused=models.Count("declarations", models.Q(declarations__verdict__result="B")),
        waiting=models.Count("declarations", models.Q(declarations__verdict__isnull=True)),
    )
