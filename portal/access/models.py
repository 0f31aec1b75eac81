"""Who signs in, in which capacity, and what they looked at."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access import queries
from portal.people.models import Company, Institution, Person, in_order


class UserManager(BaseUserManager["User"]):
    """Makes users; the e-mail address is the sign-in name, in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Return a new user; without a password the account cannot sign in on a page."""
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account: of a person, or of an application that acts for an organisation."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="account"
    )
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_email_is_lower_case", condition=Q(email=models.functions.Lower("email"))
            )
        ]

    def __str__(self) -> str:
        return self.person.full_name if self.person else self.email


class CapacityKind(models.TextChoices):
    """As what somebody acts."""

    CITIZEN = "citizen", _("citizen")
    COMPANY = "company", _("employer")
    PAYROLL_OFFICE = "payroll_office", _("payroll office")
    CASEWORKER = "caseworker", _("caseworker")
    INSTITUTION = "institution", _("institution")
    SUPERVISOR = "supervisor", _("supervisor")


COMPANY_KINDS = (CapacityKind.COMPANY, CapacityKind.PAYROLL_OFFICE)
INSTITUTION_KINDS = (CapacityKind.CASEWORKER, CapacityKind.INSTITUTION, CapacityKind.SUPERVISOR)


class Environment(models.TextChoices):
    """For what a message is meant, with the letters of the official file names."""

    REAL = "R", _("real")
    TEST = "T", _("test")
    SIMULATION = "S", _("simulation")


class Capacity(models.Model):
    """One account may act in several capacities; each act is done in exactly one of them.

    In a capacity for tests all messages are tests: its environment never changes. With a `mandate`
    one acts as a citizen for another person, as long as the mandate is in force.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="capacities")
    kind = models.CharField(max_length=16, choices=CapacityKind)
    company = models.ForeignKey(Company, models.PROTECT, null=True, blank=True)
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True)
    environment = models.CharField(
        max_length=1, choices=Environment, default=Environment.REAL, db_default=Environment.REAL
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    mandate = models.OneToOneField("portal.Mandate", models.PROTECT, null=True, blank=True)

    objects = queries.CapacityQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("capacity_in_order"),
            models.CheckConstraint(
                name="capacity_names_its_organisation",
                condition=(
                    Q(kind=CapacityKind.CITIZEN, company__isnull=True, institution__isnull=True)
                    | Q(kind__in=COMPANY_KINDS, company__isnull=False, institution__isnull=True)
                    | Q(kind__in=INSTITUTION_KINDS, company__isnull=True, institution__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="capacity_for_another_is_a_citizens",
                condition=Q(mandate__isnull=True) | Q(kind=CapacityKind.CITIZEN),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def mark(self) -> str:
        """Return how staff are told apart without a name: the same for ever, for who asks."""
        return f"{self.pk:05d}"

    @property
    def label(self) -> str:
        """Return for whom one acts: the organisation, or one's own name; and that it is a test."""
        if self.mandate:
            names = {"actor": self.user, "person": self.person}
            return gettext("%(actor)s for %(person)s") % names
        name = str(self.company or self.institution or self.user)
        if self.environment == Environment.REAL:
            return name
        return f"{name} ({self.get_environment_display()})"

    @property
    def role(self) -> str | Promise:
        """Return as what one acts: the kind, or what one is to the person whom one acts for."""
        return self.mandate.ground if self.mandate else self.get_kind_display()

    @property
    def person(self) -> Person:
        """Return the person who acts, or for whom a helper acts; an application has none."""
        person = self.mandate.giver_person if self.mandate else self.user.person
        assert person is not None  # noqa: S101 - nobody else signs in on a page
        return person


class Service(models.TextChoices):
    """What a company can give a mandate for, and what an application may be authorised for."""

    HIRING = "hiring", _("hiring and leaving")
    WAGES = "wages", _("wages and working time")
    RISKS = "risks", _("social risks")
    STATUSES = "statuses", _("social statuses")
    PERSONS = "persons", _("register of persons")
    INSPECTION = "inspection", _("social inspection")
    DIRECTORY = "directory", _("directory of data subjects")
    IDENTITY = "identity", _("identity and household")
    CAREER = "career", _("employment and wages")
    SUPPORT = "support", _("statuses and rights")
    EMPLOYERS = "employers", _("employers")
    PROFILES = "profiles", _("profiles of the directory")


class Purpose(models.TextChoices):
    """Why a person's data were read."""

    OWN = "own", _("own file")
    CASE = "case", _("deciding an application")
    STAFF = "staff", _("register of staff")
    DECLARATION = "declaration", _("declaration of an employer")
    STATUS = "status", _("status reported by an institution")
    RIGHTS = "rights", _("rights granted without asking")
    SEARCH = "search", _("looked up by national number")
    GLASS = "glass", _("without a case, for a reason")
    SUPERVISION = "supervision", _("checking why a file was opened without a case")
    REGISTRATION = "registration", _("entered in the directory of an institution")
    CONSULTATION = "consultation", _("asked for by an institution")
    TOLD = "told", _("told to an institution that has a file")
    HELP = "help", _("acting for you")
    SUPPORT = "support", _("support towards work")
    CONTACT = "contact", _("answering a contact with you")
    OUTREACH = "outreach", _("writing about a right that is not used")


class AccessLine(models.Model):
    """A line that says who looked at a person's data: never changed, readable by that person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="access_lines", db_index=False)
    at = models.DateTimeField(db_default=Now())
    # None: a rule.
    capacity = models.ForeignKey(Capacity, models.PROTECT, null=True, blank=True, db_index=False)
    purpose = models.CharField(max_length=16, choices=Purpose)
    opened = models.BooleanField(default=True)  # False: a name seen in a list
    case = models.UUIDField(null=True, blank=True, default=None)
    # The reason, where there is no case. Few lines have one: found by person, not by this.
    glass = models.ForeignKey(
        "portal.GlassBreak", models.PROTECT, null=True, blank=True, db_index=False
    )
    # The legal ground of an institution, in words, as it was then. Its `case` is the ticket of the
    # exchange.
    ground = models.CharField(max_length=300, blank=True, default="", db_default="")

    # What a helper did, by the name of the page; see `portal.access.mandates.helping`.
    act = models.CharField(max_length=40, blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], name="access_line_of_person"),
            models.Index(
                fields=["capacity"],
                name="access_line_of_capacity",
                condition=Q(capacity__isnull=False),
            ),
        ]


class Tally(models.Model):
    """How often somebody tried an act since the first time; see `portal.access.limits`."""

    key = models.CharField(max_length=64, primary_key=True)  # SHA-256 of the act and who tries
    since = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["since"], name="tally_to_forget")]
