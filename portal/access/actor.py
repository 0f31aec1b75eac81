"""Who acts, as the database knows it: settings of the connection, which row security reads.

Each (the account, the capacity, the receipt that somebody shows) is set by the statement that reads
what it names, so that it costs no time.
Connections live longer than requests: before the first statement of a request goes one that says
that nobody acts. So what fails on the way leaves nobody acting, who sees no rows, and nobody ever
acts as the one before.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core.signals import request_started
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Case, CharField, Count, Func, Q, Value, When, Window
from django.db.models.lookups import Exact
from django.dispatch import receiver
from psycopg.pq import TransactionStatus

NOBODY: Final = """
    SELECT set_config('solida.user', '', false), set_config('solida.capacity', '', false),
        set_config('solida.receipt', '', false), set_config('solida.actor', '', false)
"""


class Setting(Func):
    """SQL that keeps the value of a column in a setting of the connection."""

    function = "set_config"
    template = "%(function)s('%(name)s', (%(expressions)s)::text, false)"
    output_field = CharField()


def signed_in() -> Setting:
    """Return what, in a query of one account, says that it is signed in from now on."""
    return Setting("pk", name="solida.user")


def sign_in(user: Any) -> None:
    """Say that an account is signed in, which was not when the request came."""
    get_user_model()._base_manager.filter(pk=user.pk).values_list(signed_in()).get()


def acting(chosen: int | None) -> Case:
    """Return what, in a query of capacities, lets the chosen one act from now on.

    Where none was chosen, the only one of one's own.
    """
    act = Setting("pk", name="solida.capacity")
    if chosen is not None:
        return Case(When(pk=chosen, then=act))
    own = Count("pk", filter=Q(mandate__isnull=True))
    return Case(When(Exact(Window(own), Value(1)), mandate__isnull=True, then=act))


class _Guard:
    """Stands before each statement; `left` says that an earlier request may have left an actor."""

    left = False

    def __call__(
        self, execute: Callable[..., Any], statement: str, parameters: Any, many: bool, context: Any
    ) -> Any:
        if self.left:
            _let_nobody_act(context["connection"])
            self.left = False
        return execute(statement, parameters, many, context)


def _let_nobody_act(wrapper: BaseDatabaseWrapper) -> None:
    """Say so outside the transaction that this statement begins: its rollback would undo it."""
    raw = wrapper.connection
    before = raw.autocommit
    if raw.info.transaction_status == TransactionStatus.IDLE:
        raw.autocommit = True
    raw.execute(NOBODY)
    if raw.autocommit != before:
        raw.autocommit = before


def _guard() -> _Guard:
    found = next((each for each in connection.execute_wrappers if isinstance(each, _Guard)), None)
    if found is None:
        found = _Guard()
        connection.execute_wrappers.append(found)
    return found


@receiver(request_started)
def forget(**_: Any) -> None:
    """Let nobody act from the next statement on."""
    _guard().left = True


@receiver(connection_created)
def _connected(**_: Any) -> None:
    """A new connection knows of nobody."""
    _guard().left = False


@contextmanager
def saying_who_acts() -> Iterator[None]:
    """Around one statement that sets both settings: no other needs to go before it.

    Where it sets nothing, call `forget`. One that fails leaves nobody; so does one within a
    transaction, where the rollback would bring back who acted before.
    """
    guard = _guard()
    if connection.in_atomic_block:
        yield
        return
    guard.left = False
    try:
        yield
    except BaseException:
        guard.left = True
        raise
