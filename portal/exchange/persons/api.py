"""What the register of persons tells, for its application: one address for each kind of change.

It opens no file: the register knows what it says, and reads nothing but its own ticket.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from django.db import IntegrityError
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Router, Status

from portal.access.models import CapacityKind, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.directory.control import ControlError
from portal.exchange.api import JSON, IdempotencyKey, api, body_of, key_of, nothing_here
from portal.exchange.json_body import read_json
from portal.exchange.messages import read_message
from portal.exchange.persons.actions import take_in
from portal.exchange.persons.messages import (
    Birth,
    BirthCorrection,
    Death,
    Joining,
    Leaving,
    Move,
    NotSoError,
    Rename,
    RepresentationEnd,
    Representing,
    RoleChange,
    Told,
    Withdrawal,
)
from portal.exchange.problems import FieldProblem, ProblemError
from portal.exchange.tickets import REFUSALS, Ticket, answer, described
from portal.people.models import Person
from portal.people.numbers import InvalidNumber

router = Router(
    auth=ApplicationToken(Service.PERSONS, CapacityKind.INSTITUTION),
    tags=["Register of persons"],
    by_alias=True,
)
api.add_router("/persons/v1", router)

OPERATIONS: Final[dict[str, tuple[type[Told], str]]] = {
    "moves": (Move, _("Tell that a person lives at another address")),
    "household-joinings": (Joining, _("Tell that a person joined a household")),
    "household-leavings": (Leaving, _("Tell that a person left a household")),
    "household-roles": (RoleChange, _("Tell that a person has another role in the household")),
    "names": (Rename, _("Tell that a person has another name")),
    "deaths": (Death, _("Tell that a person died")),
    "births": (Birth, _("Tell that a child was born")),
    "birth-corrections": (BirthCorrection, _("Tell that a person was born on another day")),
    "representations": (Representing, _("Tell that somebody acts for a person by law")),
    "representation-ends": (RepresentationEnd, _("Tell that somebody acts for a person no longer")),
    "withdrawals": (Withdrawal, _("Take back what was told by mistake")),
}


def _operation(model: type[Told]) -> Callable[..., Status[Ticket]]:
    def take(
        request: ApplicationRequest, response: HttpResponse, idempotency_key: IdempotencyKey = None
    ) -> Status[Ticket]:
        _media_type, body = body_of(request, JSON)
        said = read_message(model, read_json(body))
        with _refusals():
            return answer(response, *take_in(request.auth, key_of(idempotency_key, body), said))

    return take


for name, (model, summary) in OPERATIONS.items():
    router.post(
        f"/{name}",
        response={201: Ticket, 200: Ticket, **REFUSALS},
        openapi_extra=described(model),
        operation_id=f"tell_{model.kind}",
        url_name=f"tell_{model.kind}",
        summary=summary,
        description=model.__doc__,
    )(_operation(model))


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except ControlError as error:
        raise ProblemError(403, str(error.message), error.code) from error
    except InvalidNumber as error:
        raise ProblemError(422, error.message) from error
    except Person.DoesNotExist as error:
        raise nothing_here() from error
    except NotSoError as error:
        raise _problem(error.field, error.message) from error
    except IntegrityError as error:
        raise _problem("ssin", gettext("The number is another person's.")) from error


def _problem(field: str, message: str | Promise) -> ProblemError:
    fields = [FieldProblem(path=field, message=str(message))]
    return ProblemError(422, gettext("This cannot be."), "NOT-SO", errors=fields)
