"""What institutions tell about hirings: a replaced national number; a period locked or released.

Neither opens a file: the sender knows the number, and reads nothing but its own ticket.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from django.db import IntegrityError
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Router, Status
from pydantic import Field

from declarations.hiring.locking import NothingChangesError, Order, set_lock
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.renumbering import Renumbering, renumber
from portal.access.models import CapacityKind, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.directory.control import ControlError
from portal.exchange.api import JSON, IdempotencyKey, api, body_of, key_of, nothing_here
from portal.exchange.json_body import read_json
from portal.exchange.messages import Day, Sent, read_message
from portal.exchange.problems import ProblemError
from portal.exchange.tickets import REFUSALS, Ticket, answer, described
from portal.people.models import Person, PersonNumber
from portal.people.numbers import InvalidNumber


def _router(prefix: str, service: Service, tag: str) -> Router:
    auth = ApplicationToken(service, CapacityKind.INSTITUTION)
    router = Router(auth=auth, tags=[tag], by_alias=True)
    api.add_router(prefix, router)
    return router


persons = _router("/persons/v1", Service.PERSONS, "Register of persons")
inspection = _router("/inspection/v1", Service.INSPECTION, "Inspection")


class ReplacedNumber(Sent):
    """A national number that is replaced by another from a day on; the sex as registered."""

    former_ssin: str = Field(min_length=1, max_length=20)
    ssin: str = Field(min_length=1, max_length=20)
    since: Day
    sex: Literal["1", "2"] = Field(description="1: man; 2: woman")


class LockOrder(Sent):
    """A period, by its number of 12 digits, that is locked or released, and why."""

    period_id: str = Field(min_length=1, max_length=12)
    is_locked: bool = Field(strict=True)
    reason: str = Field(min_length=1, max_length=200)


@persons.post(
    "/renumberings",
    response={201: Ticket, 200: Ticket, **REFUSALS},
    openapi_extra=described(ReplacedNumber),
    url_name="renumber",
    summary=_("Tell that a national number is replaced"),
)
def replaced(
    request: ApplicationRequest, response: HttpResponse, idempotency_key: IdempotencyKey = None
) -> Status[Ticket]:
    """Replace the number; each employer of the person is told.

    201 for a new message; 200 with `Idempotency-Replayed` for one that stands already.
    """
    _media_type, body = body_of(request, JSON)
    sent = read_message(ReplacedNumber, read_json(body))
    said = Renumbering(sent.former_ssin, sent.ssin, sent.since, sent.sex)
    with _refusals():
        return answer(response, *renumber(request.auth, key_of(idempotency_key, body), said))


@inspection.post(
    "/locks",
    response={201: Ticket, 200: Ticket, **REFUSALS},
    openapi_extra=described(LockOrder),
    url_name="lock",
    summary=_("Lock a period of work, or release it"),
)
def lock(
    request: ApplicationRequest, response: HttpResponse, idempotency_key: IdempotencyKey = None
) -> Status[Ticket]:
    """Lock a period: later declarations about it are refused until it is released.

    201 for a new message; 200 with `Idempotency-Replayed` for one that stands already.
    """
    _media_type, body = body_of(request, JSON)
    sent = read_message(LockOrder, read_json(body))
    order = Order(sent.period_id.zfill(12), sent.is_locked, sent.reason)
    with _refusals():
        written, new = set_lock(request.auth, key_of(idempotency_key, body), order)
    return answer(response, written.message, new)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except ControlError as error:
        raise ProblemError(403, str(error.message), error.code) from error
    except InvalidNumber as error:
        raise ProblemError(422, error.message) from error
    except (Person.DoesNotExist, EmploymentPeriod.DoesNotExist) as error:
        raise nothing_here() from error
    except PersonNumber.DoesNotExist as error:
        raise ProblemError(422, gettext("This number was replaced already.")) from error
    except IntegrityError as error:
        raise ProblemError(422, gettext("The new number is another person's.")) from error
    except NothingChangesError as error:
        raise ProblemError(422, gettext("The period is so already.")) from error
