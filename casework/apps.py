from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ROOMS_WITH_A_TIMELINE = (
    "appointments",
    "approval",
    "callbacks",
    "cases",
    "consulting",
    "contacts",
    "letters",
    "notes",
    "plans",
    "questions",
)


class CaseworkConfig(AppConfig):
    name = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Seal what is decided; tell of questions; register own cases and the pages of staff."""
        from portal.access.models import CapacityKind
        from portal.pages.navigation import register

        import_module("casework.evidence")
        import_module("casework.cases.card")
        import_module("casework.plans.card")
        import_module("casework.appointments.subscribers")
        import_module("casework.referrals.card")
        import_module("casework.referrals.subscribers")
        import_module("casework.contacts.subscribers")
        import_module("casework.plans.agreement.card")
        import_module("casework.plans.agreement.subscribers")
        import_module("casework.questions.card")
        import_module("casework.ratings.card")
        import_module("casework.questions.subscribers")
        for room in ROOMS_WITH_A_TIMELINE:
            import_module(f"casework.{room}.timeline")
        register(CapacityKind.CITIZEN, _("Contacts with us"), "own_contacts", order=25)
        register(CapacityKind.CASEWORKER, _("Queue"), "queue", order=10)
        register(CapacityKind.CASEWORKER, _("Support towards work"), "support", order=15)
        register(CapacityKind.CASEWORKER, _("Debts"), "debts", order=15)
        register(CapacityKind.CASEWORKER, _("Contacts"), "contacts", order=15)
        register(CapacityKind.CASEWORKER, _("Find a person"), "find_person", order=20)
        register(CapacityKind.CASEWORKER, _("Rights that are not used"), "unclaimed", order=30)
        register(CapacityKind.SUPERVISOR, _("What came of the letters"), "take_up", order=40)
        register(CapacityKind.INSTITUTION, _("Referrals"), "referrals", order=50)
        register(CapacityKind.SUPERVISOR, _("Staff"), "office_staff", order=10)
        register(CapacityKind.SUPERVISOR, _("Opened without a case"), "openings", order=15)
        register(CapacityKind.SUPERVISOR, _("Opening hours"), "office_hours", order=16)
        register(CapacityKind.SUPERVISOR, _("Offers of partners"), "office_offers", order=17)
        register(CapacityKind.SUPERVISOR, _("Measures"), "measures", order=20)
        register(CapacityKind.SUPERVISOR, _("What people say"), "ratings", order=25)
        register(CapacityKind.SUPERVISOR, _("Surveys of staff"), "surveys", order=27)
        register(CapacityKind.CASEWORKER, _("Training office"), "training", order=80)
        register(CapacityKind.CASEWORKER, _("How is work?"), "survey", order=90)
        register(CapacityKind.SUPERVISOR, _("Rights without asking"), "granting", order=30)
