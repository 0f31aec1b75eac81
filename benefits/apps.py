from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BenefitsConfig(AppConfig):
    name = "benefits"

    def ready(self) -> None:
        """Subscribe to what opens rights, and register what is shown elsewhere."""
        import_module("benefits.evidence")
        import_module("benefits.customers.subscribers")
        import_module("benefits.granting.subscribers")
        import_module("benefits.takeup.searching")
        import_module("benefits.takeup.subscribers")
        import_module("benefits.takeup.own_data")
        import_module("benefits.granting.own_data")
        import_module("benefits.objections.card")
        import_module("benefits.objections.own_data")
        import_module("benefits.payments.own_data")
        import_module("benefits.payments.subscribers")
        import_module("benefits.payments.card")
        import_module("benefits.claims.card")
        import_module("benefits.decisions.card")
        import_module("benefits.decisions.own_data")
        import_module("benefits.decisions.blocks")
        import_module("benefits.recovery.subscribers")
        import_module("benefits.notices.subscribers")
        import_module("benefits.claims.timeline")
        import_module("benefits.decisions.timeline")
        import_module("benefits.granting.timeline")
        import_module("benefits.objections.timeline")
        import_module("benefits.payments.timeline")
        from benefits.customers.access import is_supplier
        from portal.access.models import CapacityKind
        from portal.pages.navigation import register

        register(CapacityKind.INSTITUTION, _("Customer files"), "customer_files", 50, is_supplier)
