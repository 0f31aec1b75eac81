"""The doorbell. What must be done is a row in PostgreSQL; a task only says "look now"."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("solida")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    [
        "portal.exchange",
        "portal.exchange.trail",
        "portal.pages",
        "portal.pages.own",
        "declarations.hiring",
        "benefits.attachments",
        "benefits.granting",
        "benefits.payments",
        "benefits.takeup",
        "casework.appointments",
        "casework.information",
        "casework.measures",
        "casework.plans.agreement",
        "casework.plans.profiling",
        "casework.queue",
    ]
)
