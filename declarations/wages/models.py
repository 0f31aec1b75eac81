"""What employers declared of a quarter, row by row, and the messages that are being worked.

The facts (from `WorkerRecord` on) stand in tables that are partitioned by quarter and by shelf; see
`partitions`. Nothing of them is ever edited: an amendment adds versions that replace others. What
is current is a version that no other replaces and that is not a deletion.

Amounts are in cents; days, hours and percentages in hundredths, as they were sent; NULL is absent.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from declarations.channels.models import Declaration
from declarations.wages import queries
from portal.access.models import Environment
from portal.exchange.models import Message
from portal.exchange.trail.serial import serial_of
from portal.people.models import Company, Person


class Filing(models.Model):
    """What a company declares of a quarter, over all versions; its key is the official PID."""

    company = models.ForeignKey(Company, models.PROTECT, db_index=False)
    quarter = models.PositiveIntegerField()  # 20261
    environment = models.CharField(max_length=1, choices=Environment)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="filing_once", fields=["company", "quarter", "environment"]
            ),
            models.CheckConstraint(
                name="filing_of_a_quarter", condition=Q(quarter__gte=20031, quarter__lt=21000)
            ),
        ]


class Load(models.Model):
    """A message of wages while it is worked; it stays, to say how it went.

    `pieces` and `workers` were counted when it was cut. A message that cannot be read as a whole
    has no forms, and is finished when it comes.
    """

    message = models.OneToOneField(Message, models.PROTECT)
    flow = models.CharField(max_length=16)
    pieces = models.PositiveIntegerField()
    workers = models.PositiveIntegerField()
    findings = models.JSONField(default=list)  # why none of it can be read
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = queries.LoadQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="load_at_work", condition=Q(finished_at__isnull=True))
        ]


class Shelf(models.Model):
    """Partitions that one large message fills, and that are seen by nobody until it is finished.

    What comes in small messages stands on the open shelf of its quarter, which has number 0 and no
    row here.
    """

    load = models.ForeignKey(Load, models.PROTECT, related_name="shelves")
    quarter = models.PositiveIntegerField()
    sealed_at = models.DateTimeField(null=True, blank=True)  # keys and checks are there


class Piece(models.Model):
    """A piece of a message, compressed; the pieces together are the message, to the byte.

    It holds whole forms, or persons of one. `above` is what it repeats to be a document: the head
    of the form in which it begins. `line` is the line of the message at which it begins, `quarter`
    that of its forms, 0 when it cannot be read. What came in another way of writing XML is
    rewritten before it is cut; the bytes as they came are then the `sent` of further pieces.
    """

    load = models.ForeignKey(Load, models.PROTECT, related_name="cut", db_index=False)
    number = models.PositiveIntegerField()  # from 1
    shelf = models.ForeignKey(Shelf, models.PROTECT, null=True, related_name="cut")
    quarter = models.PositiveIntegerField()
    above = models.BinaryField()
    content = models.BinaryField()
    sent = models.BinaryField(null=True)
    ended = models.BooleanField()  # whether the form in which it ends is complete
    line = models.PositiveIntegerField()
    first_form = models.PositiveIntegerField()  # position of its first form in the message

    class Meta:
        constraints = [models.UniqueConstraint(name="piece_once", fields=["load", "number"])]


class PieceReading(models.Model):
    """What one piece gave: written when it was read, judged and stored, in one transaction.

    `rewritten` is the text that was read, compressed, where that is not the piece itself; places of
    records are places in it.
    """

    piece = models.OneToOneField(Piece, models.PROTECT, primary_key=True, related_name="reading")
    serial = serial_of("declarations_piecereading")
    workers = models.PositiveIntegerField()
    rewritten = models.BinaryField(null=True)
    read_at = models.DateTimeField(db_default=Now())


class FormPart(models.Model):
    """What was found in the part of a form that stands in one piece.

    `owed` is the sum of what is in it, in cents, and `balances` that sum by employer class. `tally`
    says how often each anomaly is in it, and `findings` tells of the first ones.
    """

    piece = models.ForeignKey(Piece, models.PROTECT, related_name="parts", db_index=False)
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="parts")
    workers = models.PositiveIntegerField()
    owed = models.BigIntegerField()
    balances = models.JSONField(default=dict)
    tally = models.JSONField(default=dict)
    findings = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(name="part_once", fields=["piece", "declaration"])]


class Form(models.Model):
    """One form of a load: whose quarter it declares, as far as its head can be read."""

    declaration = models.OneToOneField(Declaration, models.PROTECT, primary_key=True)
    serial = serial_of("declarations_form")
    load = models.ForeignKey(Load, models.PROTECT, related_name="forms")
    quarter = models.PositiveIntegerField(null=True)
    company = models.ForeignKey(Company, models.PROTECT, null=True)
    filing = models.ForeignKey(Filing, models.PROTECT, null=True, related_name="forms")
    workers = models.PositiveIntegerField()


class WorkerRecord(models.Model):
    """A version of what is declared of one worker, of one class and code, in one quarter.

    `id` is the official WorkerRecordVersionNbr. `offset` and `length` are the place of its XML in
    the text of its piece, in bytes.
    """

    id = models.BigIntegerField(primary_key=True)
    shelf = models.BigIntegerField()  # the partition: 0 for what came in small messages
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="records")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="records")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="wages")
    inss = models.BigIntegerField()
    replaces = models.BigIntegerField(null=True)
    piece = models.ForeignKey(Piece, models.PROTECT, related_name="records")
    offset = models.IntegerField()
    length = models.IntegerField()
    quarter = models.IntegerField()
    sequence = models.IntegerField()
    starts = models.DateField()
    ends = models.DateField()
    student_hours = models.IntegerField(null=True)
    employer_class = models.SmallIntegerField()
    worker_code = models.SmallIntegerField()
    deleted = models.BooleanField()

    objects = queries.RecordQuerySet.as_manager()


class Part(models.Model):
    """A row below a worker record: what it is part of, and its place among its kind."""

    pk = models.CompositePrimaryKey("record_id", "position")
    record = models.ForeignKey(WorkerRecord, models.PROTECT, related_name="%(class)ss")
    shelf = models.BigIntegerField()
    quarter = models.IntegerField()
    position = models.SmallIntegerField()

    class Meta:
        abstract = True


class Occupation(Part):
    """A job with unchanged terms; `number` is its number in the record.

    `version` is the official OccupationVersionNbr.
    """

    version = models.BigIntegerField()
    local_unit = models.BigIntegerField(null=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    mean_hours = models.IntegerField(null=True)
    reference_hours = models.IntegerField(null=True)
    number = models.SmallIntegerField()
    days_system = models.SmallIntegerField(null=True)
    contract_type = models.SmallIntegerField(null=True)
    measure = models.SmallIntegerField(null=True)  # ReorganisationMeasure
    promotion = models.SmallIntegerField(null=True)
    retired = models.SmallIntegerField(null=True)
    apprenticeship = models.SmallIntegerField(null=True)
    paid_by = models.SmallIntegerField(null=True)  # RemunMethod
    days_justification = models.SmallIntegerField(null=True)
    joint_committee = models.CharField(max_length=9)
    status = models.CharField(max_length=2)


class Service(Part):
    """Time, by code of service; `occupation` is the number of the occupation in the record."""

    days = models.IntegerField(null=True)
    hours = models.IntegerField(null=True)
    occupation = models.SmallIntegerField()
    sequence = models.SmallIntegerField()
    code = models.SmallIntegerField()


class Remuneration(Part):
    """Pay, by code of remuneration; `frequency` in months, for a bonus."""

    cents = models.BigIntegerField()
    percentage = models.IntegerField(null=True)
    occupation = models.SmallIntegerField()
    sequence = models.SmallIntegerField()
    code = models.SmallIntegerField()
    frequency = models.SmallIntegerField(null=True)


class ContributionKind(models.IntegerChoices):
    """Which block declares a contribution."""

    WORKER = 0, _("of a worker")
    STUDENT = 1, _("of a student")
    DISMISSED = 2, _("of a dismissed civil servant")
    EARLY_RETIREMENT = 3, _("on early retirement")
    COMPLEMENTARY = 4, _("on a complementary indemnity")


class Contribution(Part):
    """A contribution that is owed on a worker record; `type` only in the first kind."""

    basis = models.BigIntegerField(null=True)
    cents = models.BigIntegerField()
    kind = models.SmallIntegerField(choices=ContributionKind)
    worker_code = models.SmallIntegerField()
    type = models.SmallIntegerField(null=True)


class Deduction(Part):
    """A reduction; without `occupation` it is of the whole record."""

    basis = models.BigIntegerField(null=True)
    cents = models.BigIntegerField(null=True)
    starts = models.DateField(null=True)
    occupation = models.SmallIntegerField(null=True)
    code = models.SmallIntegerField()
    months = models.SmallIntegerField(null=True)
