"""The rooms of the house: folders of the apps, each with the modules that it needs."""

from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings


def import_from_rooms(name: str) -> None:
    """Import the modules of this name, or pattern of names, from each room that has them.

    That registers what is in them.
    """
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if folder.parent == settings.BASE_DIR:
            for file in sorted(folder.glob(f"**/{name}.py")):
                module = file.relative_to(settings.BASE_DIR).with_suffix("")
                import_module(".".join(module.parts))
