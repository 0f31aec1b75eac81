"""What is done by the clock: which task, and how often. Each entry is a bell; see `celery`."""

from typing import Any, Final

from celery.schedules import crontab

# A bell that nobody answered in time is forgotten: the next one says the same.
SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "move the outbox": {
        "task": "portal.exchange.tasks.move",
        "schedule": 2.0,
        "options": {"expires": 10},
    },
    "seal the audit trail": {
        "task": "portal.exchange.trail.tasks.seal",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "call receivers": {
        "task": "portal.exchange.tasks.call",
        "schedule": 2.0,
        "options": {"expires": 10},
    },
    "search for workers": {
        "task": "declarations.hiring.tasks.search",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "remove old copies": {
        "task": "portal.pages.own.tasks.remove",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "forget documents": {
        "task": "benefits.attachments.tasks.forget",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
    "look at everybody's rights": {
        "task": "benefits.granting.tasks.night",
        "schedule": crontab(hour=1, minute=0),
        "options": {"expires": 3600},
    },
    "go on with everybody's rights": {
        "task": "benefits.granting.tasks.go_on",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "search for rights that nobody asks for": {
        "task": "benefits.takeup.tasks.search",
        "schedule": crontab(hour=2, minute=30, day_of_week=0),
        "options": {"expires": 3600},
    },
    "count what came of letters": {
        "task": "benefits.takeup.tasks.recount",
        "schedule": crontab(minute=40),
        "options": {"expires": 3600},
    },
    "take in the pages of information": {
        "task": "casework.information.tasks.make",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 3600},
    },
    "remind of appointments": {
        "task": "casework.appointments.tasks.remind",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "pay what is owed": {
        "task": "benefits.payments.tasks.run",
        "schedule": crontab(hour=4, minute=0),
        "options": {"expires": 3600},
    },
    "count what managers see": {
        "task": "casework.measures.tasks.recount",
        "schedule": crontab(minute=20),
        "options": {"expires": 3600},
    },
    "count who found work again": {
        "task": "casework.plans.profiling.tasks.recount",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 3600},
    },
    "remind of reports": {
        "task": "casework.plans.agreement.tasks.remind",
        "schedule": crontab(hour=7, minute=0),
        "options": {"expires": 3600},
    },
    "beat of the heart": {
        "task": "portal.pages.tasks.beat",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "order the queue": {
        "task": "casework.queue.tasks.weigh",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 3600},
    },
}
