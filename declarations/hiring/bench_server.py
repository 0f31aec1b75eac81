"""The portal with one bare view beside it: what the bench of hiring measures against."""

import uuid

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from portal.access.actor import saying_who_acts
from portal.wsgi import application

__all__ = ["application"]

INSERT = """
    INSERT INTO portal_message (ticket, capacity_id, service, channel, key, body, sha256)
    SELECT %s, %s, 'hiring', 'api', %s, %s, ''
    FROM (
        SELECT set_config('solida.user', '', false), set_config('solida.receipt', '', false),
            set_config('solida.capacity', %s, false)
    ) AS acting
"""


@csrf_exempt
def bare(request: HttpRequest, capacity: int) -> HttpResponse:
    """Insert one row by SQL, durable before the answer, and nothing else."""
    ticket = uuid.uuid4()
    with saying_who_acts(), connection.cursor() as cursor:
        cursor.execute(INSERT, [ticket, capacity, str(ticket), request.body, str(capacity)])
    return HttpResponse(status=201)


urlpatterns = [
    path("api/bench/bare/<int:capacity>", bare),  # the short way of programs, as ours
    path("bench/bare/<int:capacity>", bare),  # the way of pages, as any other view of the portal
    path("", include("portal.urls")),
]
settings.ROOT_URLCONF = __name__
