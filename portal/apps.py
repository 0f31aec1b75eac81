from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        """Register what this floor subscribes to; enter all subscribers once the tables stand."""
        from portal.exchange.subscribers import enter_subscriptions

        import_module("portal.celery")  # the tasks belong to this Celery application
        import_module("portal.documents.subscribers")
        post_migrate.connect(enter_subscriptions, sender=self)
