"""What keeps tenants apart in the application: marked, so that tests can leave out each in turn."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
TENANT_FILTERS: Final[dict[str, Callable[..., Any]]] = {}


def tenant_filter(function: F) -> F:
    """Mark a function by which an actor comes to own rows only; it stays as it is.

    It narrows a query to what a capacity may see, or says whether a capacity may see a row.
    """
    TENANT_FILTERS[f"{function.__module__}.{function.__qualname__}"] = function
    return function
