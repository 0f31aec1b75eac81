"""The doorbell. What must be done is a row in PostgreSQL; a task only says "look now"."""

import os
from importlib import import_module
from typing import Any

from celery import Celery
from celery.signals import worker_init, worker_process_init

from portal.garbage import freeze, give_back_large

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("solida")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    [
        "portal.access.mandates",
        "portal.exchange",
        "portal.exchange.trail",
        "portal.pages",
        "portal.pages.own",
        "declarations.hiring",
        "benefits.attachments",
        "benefits.customers",
        "benefits.granting",
        "benefits.payments",
        "benefits.takeup",
        "casework.appointments",
        "casework.information",
        "casework.measures",
        "casework.plans.agreement",
        "casework.plans.profiling",
        "casework.queue",
        "casework.searches",
    ]
)


@worker_init.connect
def load(**_: Any) -> None:
    """Load what makes PDFs before there are processes: none stops for it in the midst of work, and
    they share its memory."""
    import_module("weasyprint")
    import_module("portal.documents.sealing")


@worker_process_init.connect
def settle(**_: Any) -> None:
    """Begin to work, with all rooms loaded."""
    freeze()
    give_back_large()
