"""What the web server may do in the database: its own rows, and no more than it needs."""

import re
from importlib import import_module

import pytest
from django.db import connection

from benefits.schemes import SCHEMES
from portal.embedded.places import WEB
from portal.row_security import Rows, Shared
from tests.house import project
from tests.house.test_database import APPEND_ONLY

# Tables that the web has no business with.
CLOSED = {
    "account_emailconfirmation": "addresses are confirmed in our own way",
    "auth_group": "of a package; not used",
    "auth_group_permissions": "of a package; not used",
    "auth_permission": "of a package; not used",
    "casework_surveycount": "sums of answers, which a function adds to and tells",
    "casework_surveytoken": "that somebody answered, which a function looks up",
    "benefits_openbalance": "what stands open: of workers",
    "benefits_runpiece": "how far a payment run is, by workers",
    "benefits_sent": "what was sent to the bank, by workers",
    "casework_reportreminder": "who was reminded of a report, by workers",
    "django_content_type": "of a package; not used",
    "django_migrations": "which migrations ran",
    "portal_delivery": "the outbox, moved by workers",
    "portal_horizon": "how far rows are sealed, by workers",
    "portal_removal": "what was removed after its period, by workers",
    "portal_subscription": "which subscribers the outbox has, for workers",
}
SECURED: dict[str, Rows | Shared] = {}
for _path in project.migrations():
    if "row_security" in _path.stem:
        SECURED |= getattr(import_module(project.module(_path)), "TABLES", {})

pytestmark = pytest.mark.django_db


def _column(query: str, *parameters: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return [row[0] for row in cursor.fetchall()]


def _may(privilege: str) -> set[str]:
    """Return the tables, without partitions, on which the web has a privilege."""
    any_column = privilege in ("SELECT", "INSERT", "UPDATE")
    asked = "has_any_column_privilege" if any_column else "has_table_privilege"
    return set(
        _column(
            f"SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"  # noqa: S608
            f" AND relkind IN ('r', 'p') AND {asked}(%s, oid, %s)",
            WEB,
            privilege,
        )
    )


def test_every_table_has_its_rule() -> None:
    tables = _column(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p') AND NOT relispartition"
    )
    assert set(tables) == SECURED.keys() | CLOSED.keys()
    assert not SECURED.keys() & CLOSED.keys()


def test_what_belongs_to_somebody_is_under_row_security() -> None:
    secured = _column(
        "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid"
        " WHERE relrowsecurity AND polname = 'web'"
    )
    assert set(secured) == {
        name for name, rule in SECURED.items() if isinstance(rule, Rows) or rule.written
    }


def test_the_web_may_do_what_is_said_and_no_more() -> None:
    for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE"):
        said = {name for name, rule in SECURED.items() if privilege in rule.grant}
        assert _may(privilege) == said, privilege
    for privilege in ("TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"):
        assert not _may(privilege), privilege


def test_evidence_is_neither_changed_nor_removed() -> None:
    assert not set(APPEND_ONLY) & (_may("UPDATE") | _may("DELETE"))


def test_the_web_makes_nothing() -> None:
    asked = (
        "SELECT has_schema_privilege(%s, 'public', 'CREATE')",
        "SELECT has_database_privilege(%s, current_database(), 'CREATE')",
        "SELECT has_database_privilege(%s, current_database(), 'TEMP')",
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles"
        " WHERE rolname = %s",
        "SELECT EXISTS (SELECT FROM pg_class WHERE relowner = %s::regrole)",
    )
    assert [_column(question, WEB) for question in asked] == [[False]] * len(asked)


def test_no_condition_compares_a_table_with_itself() -> None:
    """A name without its table means that of the innermost one: always true, for all rows."""
    conditions = _column(
        "SELECT coalesce(pg_get_expr(polqual, polrelid), '')"
        " || coalesce(pg_get_expr(polwithcheck, polrelid), '')"
        " FROM pg_policy"
    )
    found = [re.findall(r"\b((\w+)\.\w+ = \2\.\w+)", each) for each in conditions]
    assert [each for each in found if each] == []


def test_functions_of_the_owner_are_safe_from_other_schemas() -> None:
    open_ones = _column(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
        " AND (NOT EXISTS (SELECT FROM unnest(proconfig) AS kept WHERE kept LIKE 'search_path=%%')"
        " OR prorettype <> 'trigger'::regtype AND (proacl IS NULL"
        " OR EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0)))"
    )
    assert open_ones == []


def test_what_concerns_a_right_waits_for_the_offices_of_its_sector() -> None:
    wanted = {code: each.institution_sector for code, each in SCHEMES.items()}
    for name in ("0026_row_security_of_accidents", "0038_row_security_of_waiting"):
        assert wanted == import_module(f"casework.migrations.{name}").SECTORS


def test_functions_that_policies_ask_of_each_row_are_dear_to_the_planner() -> None:
    asked = "SELECT procost > 100 FROM pg_proc WHERE proname IN ('in_hand', 'waits_for_office')"
    assert _column(asked) == [True, True]
