"""Whether the portal is well, for whoever watches over it: no session, no cookie, no detail."""

import logging
from typing import Any

from django.db import Error, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from portal.celery import app

logger = logging.getLogger(__name__)

HEARTBEAT_LIMIT = 60.0  # seconds: six rounds of the scheduler
OUTBOX_LIMIT = 300.0  # seconds: longer than all the tries of a delivery before it is parked

# Ages in seconds by the database's clock; the partial indexes hold only what is open.
AGES = """
    SELECT
        (SELECT extract(epoch FROM clock_timestamp() - max(at)) FROM portal_heartbeat),
        outbox_age()
"""


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Return 200 when all is well and 503 when not, with what was found.

    `worker_age` and `outbox_age` are the seconds since the worker's last round and since the oldest
    event that is not delivered everywhere; null when there is none or the database is away.
    """
    found = _database() | {"broker": _broker()}
    well = (
        found["database"]
        and found["broker"]
        and found["worker_age"] is not None
        and found["worker_age"] <= HEARTBEAT_LIMIT
        and (found["outbox_age"] or 0) <= OUTBOX_LIMIT
    )
    return JsonResponse({"well": well, **found}, status=200 if well else 503)


def _database() -> dict[str, Any]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '2s'")
            cursor.execute(AGES)
            worker, outbox = (age and round(float(age), 1) for age in cursor.fetchone())
    except Error:
        logger.warning("the database does not answer", exc_info=True)
        return {"database": False, "worker_age": None, "outbox_age": None}
    return {"database": True, "worker_age": worker, "outbox_age": outbox}


def _broker() -> bool:
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except OperationalError:
        return False
    return True
