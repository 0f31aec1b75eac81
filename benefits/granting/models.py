"""Rights for everyone: runs in pieces that any worker takes up, and what a run found."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from benefits.decisions.models import Decision
from benefits.granting import queries
from declarations.channels.models import Declaration
from portal.access.models import User
from portal.exchange.models import Event
from portal.people.models import Person


class Aim(models.TextChoices):
    """What everybody is looked at for."""

    RIGHTS = "rights", _("rights that follow without asking")
    TAKE_UP = "take_up", _("rights that somebody has to ask for")


class GrantRun(models.Model):
    """All rights that follow from what is known, looked at for everyone as on a day.

    A dry run only says what it would change. `event` is the cause of what is decided.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    as_of = models.DateField()
    aim = models.CharField(
        max_length=8, choices=Aim, default=Aim.RIGHTS, db_default=Aim.RIGHTS.value
    )
    dry = models.BooleanField(default=False)
    event = models.OneToOneField(Event, models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # Who asks for a day that is being worked on helps with it.
            models.UniqueConstraint(
                name="grant_run_once_at_a_time",
                fields=["as_of", "dry", "aim"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="grant_run_dry_or_a_cause",
                condition=Q(dry=True, event__isnull=True) | Q(dry=False, event__isnull=False),
            ),
        ]


class GrantPiece(models.Model):
    """The persons from one id to another: worked in one transaction, by whoever holds the row.

    `found` counts what came of it, by right and group; it is empty until the piece is done.
    """

    run = models.ForeignKey(GrantRun, models.CASCADE, related_name="pieces", db_index=False)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    done_at = models.DateTimeField(null=True, blank=True)
    found = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="grant_piece_once", fields=["run", "first"]),
            models.CheckConstraint(name="grant_piece_in_order", condition=Q(last__gte=F("first"))),
        ]


class FindingKind(models.TextChoices):
    """What no rule settles alone."""

    REVIEW = "review", _("a granted right no longer fits what is known")
    ASKS = "asks", _("a person has to look before the right is granted")
    ENDING = "ending", _("a right ends soon")
    OFFERED = "offered", _("the person wants to be asked before the right is granted")
    CORRECTS = "corrects", _("a source says otherwise what was decided on")
    PAYS = "pays", _("a right runs of which the rule does not know the amount")
    SAMPLED = "sampled", _("a decision by the rule alone, drawn to be checked")
    DECLARED = "declared", _("a declaration that contradicts the wages of its quarter")
    ESTATE = "estate", _("money that somebody who died owes, or that is owed to them")


# What waits for a caseworker; the rest is for the person alone.
FOR_PEOPLE = (
    FindingKind.REVIEW,
    FindingKind.ASKS,
    FindingKind.CORRECTS,
    FindingKind.PAYS,
    FindingKind.SAMPLED,
    FindingKind.DECLARED,
    FindingKind.ESTATE,
)


class Finding(models.Model):
    """What was found of a person and left to people; said once.

    `run` is the look at everybody that found it; none where an event or a payment run did.
    `declaration` is the one that contradicts the wages, said once for each.
    """

    reference = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    run = models.ForeignKey(
        GrantRun, models.PROTECT, null=True, blank=True, related_name="findings"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="findings", db_index=False)
    scheme = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=FindingKind)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True)
    declaration = models.ForeignKey(
        Declaration, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reasons = models.JSONField(default=list)  # English messages of the rule
    found_at = models.DateTimeField(db_default=Now())

    objects = queries.FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="finding_once",
                fields=["person", "scheme", "kind", "decision"],
                condition=Q(declaration__isnull=True),
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                name="finding_of_declaration_once",
                fields=["declaration"],
                condition=Q(declaration__isnull=False),
            ),
            models.CheckConstraint(
                name="finding_of_declaration",
                condition=Q(kind="declared", declaration__isnull=False)
                | (~Q(kind="declared") & Q(declaration__isnull=True)),
            ),
        ]


class Way(models.TextChoices):
    """What a person wants done with a right that follows without asking."""

    GRANT = "grant", _("Grant it as soon as it follows")
    ASK = "ask", _("Ask me first")
    LEAVE = "leave", _("Do not look at it for me")


class FindingOutcome(models.TextChoices):
    """What a person made of it."""

    DECIDED = "decided", _("decided")
    KEPT = "kept", _("left as it is")


class FindingAnswer(models.Model):
    """What a caseworker made of a finding: a decision, or why everything stays as it is."""

    finding = models.OneToOneField(Finding, models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=8, choices=FindingOutcome)
    motivation = models.TextField()
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="found_by_hand"
    )
    answered_by = models.ForeignKey(User, models.PROTECT)
    answered_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="finding_answered_by_decision_or_not",
                condition=Q(outcome="decided", decision__isnull=False)
                | Q(outcome="kept", decision__isnull=True),
            ),
            models.CheckConstraint(name="finding_answer_says_why", condition=~Q(motivation="")),
        ]


class Wish(models.Model):
    """Whether a person wants a right looked at without asking; the last word holds.

    No `scheme` means all of them, also those of which something was said before.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="wishes", db_index=False)
    scheme = models.CharField(max_length=40, blank=True)
    wanted = models.BooleanField()
    ask_first = models.BooleanField(default=False, db_default=False)
    told_at = models.DateTimeField(db_default=Now())

    objects = queries.WishQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="wish_asks_of_what_is_wanted", condition=Q(ask_first=False) | Q(wanted=True)
            )
        ]
        indexes = [models.Index(fields=["person", "scheme", "-id"], name="wish_of_person")]

    @property
    def way(self) -> Way:
        """What is wanted."""
        if not self.wanted:
            return Way.LEAVE
        return Way.ASK if self.ask_first else Way.GRANT
