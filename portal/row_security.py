"""What the web server may do, table by table, and whose rows it sees.

The web serves with a role that owns nothing (`WEB`). A new table is closed to it. A migration named
`*_row_security` opens it by `secure(TABLES)`, with one of these for each table:

`Rows`    its rows belong to somebody: the database shows only those that a condition allows
`Shared`  every row may be read by all who are served, for the reason that is given

Conditions are SQL. Who acts is said by functions (`portal/migrations/*_actor.py`); write them as
`(SELECT acting_person())` and `ANY ((SELECT acting_companies('hiring'))::bigint[])`, which asks
them once for a query and not for each row. Where rows belong to those of another table, ask whether
that row is there: `EXISTS (SELECT FROM parent WHERE …)` sees only what may be seen; in there, name
each column with its table. Nobody acts: no rows.

A function that is asked of each row costs more than the planner thinks by itself: it would rather
ask a whole table than look up the rows of a page. `say_costs` tells it, after each migration.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.migrations import RunSQL

from portal.embedded.places import WEB

# Of the functions with parameters that a policy asks: in steps of a planner's operator, where
# PostgreSQL takes 100 unless told otherwise.
COSTS = """
    DO $$ DECLARE asked regprocedure; BEGIN
        FOR asked IN
            SELECT DISTINCT routine.oid::regprocedure FROM pg_depend AS link
            JOIN pg_proc AS routine ON routine.oid = link.refobjid
            WHERE link.classid = 'pg_policy'::regclass AND link.refclassid = 'pg_proc'::regclass
                AND routine.pronamespace = 'public'::regnamespace
                AND routine.pronargs > 0 AND routine.procost < 10000
        LOOP
            EXECUTE format('ALTER FUNCTION %s COST 10000', asked);
        END LOOP;
    END $$
"""
FIRST = "web"  # policies are asked from the last name to the first, until one allows


@dataclass(frozen=True)
class Rows:
    """What may be done with a table, whose rows are `seen`, and whose are `written` (the same).

    `grant` are privileges of SQL; evidence has neither UPDATE nor DELETE.
    """

    grant: str
    seen: str
    written: str = ""


@dataclass(frozen=True)
class Shared:
    """What may be done with a table that everybody served reads, and why; whose rows are `written`.

    Without `written`, anybody's.
    """

    grant: str
    reason: str
    written: str = ""


def secure(tables: Mapping[str, Rows | Shared]) -> list[RunSQL]:
    """Return the operations that open tables to the web; run again, they replace what stood."""
    return [
        RunSQL(_script(_opened(name, rule)), _script(_closed(name)))
        for name, rule in tables.items()
    ]


def also_seen(policy: str, conditions: Mapping[str, str], command: str = "SELECT") -> list[RunSQL]:
    """Return the operations by which rows of lower rooms are seen for one more reason.

    The reason is a `policy`, with a condition for each table; `command` may be ALL.
    """
    return [
        RunSQL(
            [
                f"DROP POLICY IF EXISTS {policy} ON {name}",
                _policy(policy, name, command, condition),
            ],
            f"DROP POLICY IF EXISTS {policy} ON {name}",
        )
        for name, condition in conditions.items()
    ]


def say_costs(**_: Any) -> None:
    """Tell the planner what the functions cost that policies ask of each row."""
    with connection.cursor() as cursor:
        cursor.execute(COSTS)


def _script(statements: list[str]) -> str:
    return ";\n".join(statements)


def _opened(name: str, rule: Rows | Shared) -> list[str]:
    statements = [*_closed(name), f"GRANT {rule.grant} ON {name} TO {WEB}"]
    seen = rule.seen if isinstance(rule, Rows) else "true"
    if isinstance(rule, Rows) or rule.written:
        statements += [
            f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
            _policy(FIRST, name, "ALL", seen, rule.written),
        ]
    return statements


def _policy(policy: str, name: str, command: str, seen: str, written: str = "") -> str:
    check = f" WITH CHECK ({written})" if written else ""
    return f"CREATE POLICY {policy} ON {name} FOR {command} TO {WEB} USING ({seen}){check}"


def _closed(name: str) -> list[str]:
    return [
        f"REVOKE ALL ON {name} FROM {WEB}",
        f"DROP POLICY IF EXISTS {FIRST} ON {name}",
        f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY",
    ]
