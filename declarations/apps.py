from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeclarationsConfig(AppConfig):
    name = "declarations"

    def ready(self) -> None:
        """Subscribe to what comes in, and register what is shown elsewhere."""
        import_module("declarations.evidence")
        import_module("declarations.hiring.subscribers")
        import_module("declarations.hiring.card")
        import_module("declarations.hiring.own_data")
        import_module("declarations.hiring.blocks")
        import_module("declarations.social_risk.subscribers")
        import_module("declarations.social_risk.own_data")
        import_module("declarations.statuses.own_data")
        import_module("declarations.statuses.blocks")
        import_module("declarations.wages.subscribers")
        import_module("declarations.wages.drafting.subscribers")
        import_module("declarations.wages.card")
        import_module("declarations.wages.own_data")
        import_module("declarations.wages.blocks")
        import_module("declarations.wages.worked")
        import_module("declarations.wages.statements.subscribers")
        import_module("declarations.hiring.timeline")
        import_module("declarations.statuses.timeline")
        import_module("declarations.social_risk.timeline")
        import_module("declarations.wages.timeline")
        _enter_navigation()


def _enter_navigation() -> None:
    from portal.access.models import CapacityKind
    from portal.pages.navigation import register

    register(CapacityKind.COMPANY, _("Staff"), "staff", 10)
    register(CapacityKind.COMPANY, _("Report a hiring"), "hire", 20)
    register(CapacityKind.COMPANY, _("Wages"), "company_quarters", 25)
    register(CapacityKind.COMPANY, _("Social risks"), "risks", 28)
    register(CapacityKind.COMPANY, _("Declarations"), "declarations", 30)
    register(CapacityKind.COMPANY, _("Send a file"), "company_file", 40)
    register(CapacityKind.PAYROLL_OFFICE, _("Companies"), "clients", 10)
    register(CapacityKind.PAYROLL_OFFICE, _("Wages"), "wages_clients", 15)
    register(CapacityKind.PAYROLL_OFFICE, _("Send a file"), "office_file", 20)
    register(CapacityKind.PAYROLL_OFFICE, _("Messages"), "office_declarations", 30)
    register(CapacityKind.PAYROLL_OFFICE, _("Check a file"), "check_file", 40)
    register(CapacityKind.PAYROLL_OFFICE, _("Instructions"), "glossary", 90)
    register(CapacityKind.INSTITUTION, _("Status reports"), "reports", 10)
    register(CapacityKind.INSTITUTION, _("Report a status"), "report", 20)
