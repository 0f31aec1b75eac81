"""What is done by the clock: which task, and how often. Each entry is a bell; see `celery`."""

from typing import Any, Final

from celery.schedules import crontab


def _bell(task: str, when: float | crontab, seconds: int) -> dict[str, Any]:
    """Ring for a task; a bell that nobody answered in so many seconds is forgotten.

    The next one says the same.
    """
    return {"task": task, "schedule": when, "options": {"expires": seconds}}


SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "move the outbox": _bell("portal.exchange.tasks.move", 2.0, 10),
    "seal the audit trail": _bell("portal.exchange.trail.tasks.seal", 10.0, 10),
    "call receivers": _bell("portal.exchange.tasks.call", 2.0, 10),
    "end mandates whose last day is over": _bell(
        "portal.access.mandates.tasks.end_over", crontab(minute=2), 3600
    ),
    "search for workers": _bell("declarations.hiring.tasks.search", 60.0, 60),
    "remove old copies": _bell("portal.pages.own.tasks.remove", 600.0, 600),
    "remove what was kept for its period": _bell(
        "portal.exchange.tasks.remove", crontab(hour=3, minute=15), 3600
    ),
    "forget documents": _bell("benefits.attachments.tasks.forget", 3600.0, 600),
    "look at everybody's rights": _bell(
        "benefits.granting.tasks.night", crontab(hour=1, minute=0), 3600
    ),
    "go on with everybody's rights": _bell("benefits.granting.tasks.go_on", 60.0, 60),
    "remove customer files": _bell(
        "benefits.customers.tasks.remove", crontab(hour=3, minute=20), 3600
    ),
    "search for rights that nobody asks for": _bell(
        "benefits.takeup.tasks.search", crontab(hour=2, minute=30, day_of_week=0), 3600
    ),
    "count what came of letters": _bell("benefits.takeup.tasks.recount", crontab(minute=40), 3600),
    "take in the pages of information": _bell(
        "casework.information.tasks.make", crontab(hour=2, minute=30), 3600
    ),
    "tell of what is new in searches": _bell(
        "casework.searches.tasks.digest", crontab(hour=6, minute=30), 3600
    ),
    "remind of appointments": _bell("casework.appointments.tasks.remind", 600.0, 600),
    "pay what is owed": _bell("benefits.payments.tasks.run", crontab(hour=4, minute=0), 3600),
    "go on with payments": _bell("benefits.payments.tasks.go_on", 60.0, 60),
    "count what managers see": _bell("casework.measures.tasks.recount", crontab(minute=20), 3600),
    "count who found work again": _bell(
        "casework.plans.profiling.tasks.recount", crontab(hour=2, minute=30), 3600
    ),
    "remind of reports": _bell(
        "casework.plans.agreement.tasks.remind", crontab(hour=7, minute=0), 3600
    ),
    "beat of the heart": _bell("portal.pages.tasks.beat", 10.0, 10),
    "give back what nobody holds any more": _bell(
        "casework.queue.tasks.give_back", crontab(minute=10), 3600
    ),
    "order the queue": _bell("casework.queue.tasks.weigh", crontab(hour=3, minute=30), 3600),
}
