from django.db import migrations

from portal.row_security import Rows, secure

# As `casework/queue/figures.yaml` says; a test holds them to it.
DAYS = {"contact": 45, "support": 14}

READS = f"""
    CREATE FUNCTION own_answer_until(kind text, since timestamptz) RETURNS date LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
        SELECT (since AT TIME ZONE 'Europe/Brussels')::date
            + CASE kind {" ".join(f"WHEN '{kind}' THEN {days}" for kind, days in DAYS.items())} END
    $$;
    REVOKE ALL ON FUNCTION own_answer_until(text, timestamptz) FROM PUBLIC;
"""  # noqa: S608 - texts of ours
COLUMNS = "reference, person_id, scheme, sector, office, language, came_at, answer_by, rank, kind"
AGAIN = (
    """UPDATE SET scheme = excluded.scheme, sector = excluded.sector, office = excluded.office"""
)


def waits(source: str, table: str, scheme: str, came: str, status: str, which: str) -> str:
    """Return the statement that puts what waits of a table into the queue."""
    return f"""
    INSERT INTO casework_waiting ({source}_id, {COLUMNS})
    SELECT due.id, due.reference, due.person_id, {scheme}, office.sector, due.office_id,
        person.language, due.{came}, own_answer_until('{source}', due.{came}),
        vulnerability_rank(due.person_id), '{source}'
    FROM {table} AS due JOIN portal_person AS person ON person.id = due.person_id
    JOIN portal_institution AS office ON office.id = due.office_id
    WHERE {which} AND due.status = '{status}'
    ON CONFLICT ({source}_id) DO {AGAIN}
    """  # noqa: S608 - texts of ours


# The column of the queue, its table, what it concerns, since when, and the status that waits.
SOURCES = (
    ("contact", "casework_contact", "due.topic", "at", "waiting"),
    ("support", "casework_supportfile", "''", "begun_at", "asked"),
)
ALL = [waits(*each, which="true") for each in SOURCES]


def kept(source: str, table: str, scheme: str, came: str, status: str) -> str:
    """Return the trigger that keeps the queue true while rows of a table come and go."""
    name = f"keep_{source}_waiting"
    return f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$ BEGIN
            IF NEW.status = '{status}' THEN
                {waits(source, table, scheme, came, status, "due.id = NEW.id")};
            ELSE
                DELETE FROM casework_waiting WHERE {source}_id = NEW.id;
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER {name} AFTER INSERT OR UPDATE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {name}();
    """  # noqa: S608 - texts of ours


def gone(source: str, table: str) -> str:
    """Return how the trigger goes."""
    return f"""
        DROP TRIGGER keep_{source}_waiting ON {table};
        DROP FUNCTION keep_{source}_waiting();
        DELETE FROM casework_waiting WHERE kind = '{source}';
    """  # noqa: S608 - texts of ours


# What waits for one office says nothing about the person to another one of the sector.
NAMES = """
    CREATE OR REPLACE FUNCTION waits_for_office(person bigint) RETURNS boolean LANGUAGE plpgsql
    STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM casework_waiting AS waiting
            WHERE waiting.person_id = person AND (
                waiting.office = 0 AND waiting.scheme = ANY (acting_schemes())
                OR waiting.office = acting_institution() AND acting_kind() = 'caseworker'
            )
        );
    END $$;
"""
TABLES = {
    "casework_waiting": Rows(
        "SELECT, UPDATE",
        """office = 0 AND scheme = ANY ((SELECT acting_schemes())::text[])
        OR office = (SELECT acting_institution()) AND (SELECT acting_kind()) = 'caseworker'""",
        written="false",
    )
}


class Migration(migrations.Migration):
    """Let questions and support that is asked for wait in the queue of their office."""

    dependencies = [("casework", "0068_waiting_of_more_sources")]
    operations = [
        migrations.RunSQL(READS, "DROP FUNCTION own_answer_until(text, timestamptz)"),
        *(migrations.RunSQL(kept(*each), gone(*each[:2])) for each in SOURCES),
        migrations.RunSQL(ALL, migrations.RunSQL.noop),
        migrations.RunSQL(NAMES, migrations.RunSQL.noop),
        *secure(TABLES),
    ]
