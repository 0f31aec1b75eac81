"""Each address is public by decision, or shut to who has not signed in."""

import re
import uuid
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.house import project

# Open to everybody, on purpose. A new address that is neither here nor guarded fails.
PUBLIC = {"home", "about", "accessibility", "privacy", "health", "api_docs"}
# The manual of those who declare, and of those who write software for them.
PUBLIC |= {"glossary", "glossary_flow", "glossary_block", "glossary_zone", "anomalies", "anomaly"}
PUBLIC |= {"code_list", "glossary_xsd", "glossary_json"}
# Whoever is shown a receipt or a letter may see whether it is ours.
PUBLIC |= {"check", "check_proof", "check_letter"}
# The way to the national identity provider and back, and the demo's own provider.
PUBLIC |= {"national", "national_back", "demo_national", "demo_national_token"}
PUBLIC |= {"demo_national_description", "demo_national_keys"}
# For anybody who signed in: here the capacity is chosen, and the account is theirs.
ANY_CAPACITY = {"start", "choose_capacity", "sessions", "go_on"}
ANY_CAPACITY |= {"mfa_index", "second_factor_wanted"}
# An application has a token and no session.
OF_THE_API = "ninja"

SAMPLES = {"int": "1", "uuid": str(uuid.uuid4())}
PARAMETER = re.compile(r"<(?:(\w+):)?\w+>")


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, address)
        else:
            yield address, pattern


def _room(pattern: URLPattern) -> str:
    return str(pattern.callback.__module__).split(".")[0]


ROUTES = [
    (address, pattern)
    for address, pattern in _patterns(get_resolver())
    if _room(pattern) in {*project.APPS, OF_THE_API}
]
GUARDED = [(address, pattern) for address, pattern in ROUTES if pattern.name not in PUBLIC]


def test_public_routes_exist() -> None:
    """The list names no address that is gone."""
    assert {*PUBLIC, *ANY_CAPACITY} <= {pattern.name for _address, pattern in ROUTES}


def test_each_view_names_its_capacities() -> None:
    open_views = [
        address
        for address, pattern in GUARDED
        if _room(pattern) != OF_THE_API
        and pattern.name not in ANY_CAPACITY
        and not hasattr(pattern.callback, "acting_as")
    ]
    assert open_views == [], "guard it with acting_as, or list it as public"


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "pattern"), GUARDED, ids=[a for a, _p in GUARDED])
def test_a_stranger_gets_nowhere(client: Client, address: str, pattern: URLPattern) -> None:
    url = "/" + PARAMETER.sub(lambda match: SAMPLES.get(match[1], "x"), address)
    answers = [client.generic(method, url) for method in ("GET", "POST", "PUT", "DELETE")]
    told = [a for a in answers if a.status_code != HTTPStatus.METHOD_NOT_ALLOWED]
    assert told
    for answer in told:
        if _room(pattern) == OF_THE_API:
            assert answer.status_code == HTTPStatus.UNAUTHORIZED
        else:
            assert answer.status_code == HTTPStatus.FOUND
            assert answer.headers["Location"].startswith(reverse(settings.LOGIN_URL))
