from importlib import import_module

from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "declarations"

    def ready(self) -> None:
        """Subscribe to what comes in, and register what is shown elsewhere."""
        import_module("declarations.hiring.subscribers")
        import_module("declarations.hiring.api")
        import_module("declarations.statuses.api")
