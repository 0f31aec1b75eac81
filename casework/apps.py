from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter the caseworker's pages in the navigation."""
        from portal.access.models import CapacityKind
        from portal.pages.navigation import register

        register(CapacityKind.CASEWORKER, _("Queue"), "queue", order=10)
