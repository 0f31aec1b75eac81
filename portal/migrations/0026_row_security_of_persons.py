from django.db import migrations

from portal.row_security import Rows, secure

READ, CHANGE = "SELECT", "SELECT, INSERT, UPDATE"
REGISTER = "'persons' = ANY ((SELECT acting_services())::text[])"

# Persons are joined to almost everything. Who may be seen is therefore asked of functions, whose
# plans are kept, and not within each query, which would take longer to plan than to answer.
FUNCTIONS = {
    # Of whom one's institution has a file, or of who lives or lived with such a person; and whom
    # one found by the whole number, today: that left a line.
    "knows_person": """
        IF mine.kind = 'institution' THEN
            RETURN EXISTS (
                SELECT FROM portal_file AS file
                WHERE file.person_id = person AND file.institution_id = mine.institution_id
            ) OR EXISTS (
                SELECT FROM portal_living AS one JOIN portal_living AS other USING (household_id)
                JOIN portal_file AS file ON file.person_id = other.person_id
                WHERE one.person_id = person AND file.institution_id = mine.institution_id
            );
        END IF;
        RETURN EXISTS (
            SELECT FROM portal_accessline AS line
            WHERE line.person_id = person AND line.capacity_id = mine.id
                AND line.purpose IN ('declaration', 'search')
                AND line.at > statement_timestamp() - interval '1 day'
        );
    """,
    # Whose name stands on a page: of the parties of a mandate, of colleagues, of who lives in the
    # same household, of who looked at one's file, and of whose file a supervisor looks after.
    "names_person": """
        RETURN EXISTS (
            SELECT FROM portal_mandate AS mandate
            WHERE mandate.giver_person_id = person AND mandate.holder_person_id = me
        ) OR EXISTS (
            SELECT FROM portal_mandate AS mandate
            WHERE mandate.holder_person_id = person AND mandate.giver_person_id = me
        ) OR EXISTS (
            SELECT FROM portal_user AS account
            JOIN portal_capacity AS other ON other.user_id = account.id
            WHERE account.person_id = person AND (
                other.company_id = mine.company_id OR other.institution_id = mine.institution_id
                OR mine.kind = 'citizen' AND EXISTS (
                    SELECT FROM portal_accessline AS line
                    WHERE line.person_id = represented AND line.capacity_id = other.id
                )
            )
        ) OR EXISTS (
            SELECT FROM portal_living AS one JOIN portal_living AS other USING (household_id)
            WHERE one.person_id = person AND other.person_id IN (me, represented)
        ) OR mine.kind = 'supervisor' AND EXISTS (
            SELECT FROM portal_glassbreak AS glass
            JOIN portal_capacity AS opener ON opener.id = glass.capacity_id
            WHERE glass.person_id = person AND opener.institution_id = mine.institution_id
        );
    """,
}
# Policies are asked from the last name to the first: what is mostly so comes first.
RENAMED = """
    DO $$
    DECLARE each record;
    BEGIN
        FOR each IN SELECT polrelid::regclass AS name FROM pg_policy WHERE polname = 'access' LOOP
            EXECUTE format('ALTER POLICY access ON %s RENAME TO web', each.name);
        END LOOP;
    END $$;
"""
QUICKER = """
    -- Without rights of its own, it becomes a part of what asks it.
    CREATE OR REPLACE FUNCTION acting_capacity() RETURNS bigint LANGUAGE sql STABLE
    SECURITY INVOKER AS $$
        SELECT nullif(current_setting('solida.capacity', true), '')::bigint
    $$;
    CREATE OR REPLACE FUNCTION acting_person() RETURNS bigint LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT CASE WHEN capacity.mandate_id IS NULL THEN account.person_id ELSE (
            SELECT giver_person_id FROM portal_mandate_in_force AS mandate
            WHERE mandate.id = capacity.mandate_id
        ) END
        FROM portal_capacity AS capacity JOIN portal_user AS account ON account.id = user_id
        WHERE capacity.id = acting_capacity() AND capacity.kind = 'citizen'
    $$;
    CREATE OR REPLACE FUNCTION acting_households() RETURNS bigint[] LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT array_agg(household_id) FROM portal_householdmember
        WHERE person_id = ANY (ARRAY[(SELECT acting_self()), (SELECT acting_person())])
    $$;
"""
MADE = """
    CREATE FUNCTION {name}(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE mine portal_capacity; me bigint := acting_self(); represented bigint := acting_person();
    BEGIN
        SELECT * INTO mine FROM portal_capacity WHERE id = acting_capacity();
        {body}
    END $$;
    REVOKE ALL ON FUNCTION {name}(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION {name}(bigint) TO solida_web;
"""


def _known(person: str) -> str:
    return (
        f"{person} = (SELECT acting_self()) OR {person} = (SELECT acting_person())"
        f" OR {REGISTER} OR knows_person({person})"
    )


TABLES = {
    "portal_person": Rows(
        CHANGE,
        f"{_known('id')} OR names_person(id)",
        written=f"{REGISTER} OR id = (SELECT acting_person())",  # the language
    ),
    "portal_personname": Rows(CHANGE, _known("person_id"), written=REGISTER),
    "portal_personnumber": Rows(CHANGE, _known("person_id"), written=REGISTER),
    "portal_identitycard": Rows(READ, _known("person_id")),
    "portal_householdmember": Rows(
        CHANGE,
        f"{REGISTER} OR household_id = ANY ((SELECT acting_households())::bigint[])"
        " OR (SELECT acting_kind()) = 'institution' AND knows_person(person_id)",
        written=REGISTER,
    ),
}


class Migration(migrations.Migration):
    """Ask of functions which persons may be seen."""

    dependencies = [("portal", "0025_row_security")]
    operations = [
        migrations.RunSQL(RENAMED, migrations.RunSQL.noop),
        migrations.RunSQL(QUICKER, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(MADE.format(name=name, body=body), f"DROP FUNCTION {name}(bigint)")
            for name, body in FUNCTIONS.items()
        ),
        *secure(TABLES),
        migrations.RunSQL(
            """
            DROP POLICY named ON portal_person;
            DROP POLICY lives_with ON portal_person;
            DROP POLICY lives_with ON portal_personnumber;
            """,
            migrations.RunSQL.noop,
        ),
    ]
