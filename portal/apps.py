from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        """Register what this floor subscribes to; once the tables stand, enter all subscribers and
        tell what policies cost."""
        from portal.exchange.subscribers import enter_subscriptions
        from portal.row_security import say_costs

        import_module("portal.celery")  # the tasks belong to this Celery application
        import_module("portal.access.confirming")  # it hears of each sign-in
        import_module("portal.documents.subscribers")
        import_module("portal.exchange.network.companies")
        import_module("portal.exchange.network.persons")
        import_module("portal.exchange.push.mandates")
        import_module("portal.evidence")
        import_module("portal.pages.access_card")
        import_module("portal.pages.letters_card")
        import_module("portal.pages.mandates_card")
        import_module("portal.pages.looked_timeline")
        import_module("portal.pages.own.known")
        import_module("portal.pages.own.subscribers")
        post_migrate.connect(enter_subscriptions, sender=self)
        post_migrate.connect(say_costs, sender=self)
        _enter_navigation()


def _enter_navigation() -> None:
    from portal.access.models import CapacityKind
    from portal.pages.navigation import HELPER, register

    register(CapacityKind.CITIZEN, _("Your page"), "me", 10)
    register(CapacityKind.CITIZEN, _("Your data"), "own_data", 15)
    register(CapacityKind.CITIZEN, _("Who looked at your data"), "looked", 20)
    register(CapacityKind.INSTITUTION, _("What you may ask"), "network_directory", 30)
    register(CapacityKind.INSTITUTION, _("Changes of profiles"), "profile_changes", 35)
    register(CapacityKind.INSTITUTION, _("Exchanges"), "network_exchanges", 40)
    register(CapacityKind.COMPANY, _("Who has a file"), "company_files", 83)
    for kind in (CapacityKind.INSTITUTION, CapacityKind.COMPANY, CapacityKind.PAYROLL_OFFICE):
        register(kind, _("Told to you"), "pushes", 85)
    register(CapacityKind.CITIZEN, _("Mandates"), "mandates", 30)
    register(HELPER, _("Personal page"), "me", 10)
    register(CapacityKind.COMPANY, _("Mandates"), "mandates", 80)
    register(CapacityKind.PAYROLL_OFFICE, _("Mandates"), "mandates", 80)
