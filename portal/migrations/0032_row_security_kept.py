from django.db import migrations

from portal.row_security import Rows, secure

# What a capacity is does not change. It is looked up once, and kept in a setting of the connection
# under the number of the capacity, so that asking costs next to nothing.
KEPT = """
    CREATE FUNCTION actor_of(capacity bigint) RETURNS text LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT concat_ws(',', each.id, each.kind, account.id, coalesce(account.person_id::text, ''),
            coalesce(each.company_id::text, ''), coalesce(each.institution_id::text, ''),
            coalesce(each.mandate_id::text, ''))
        FROM portal_capacity AS each JOIN portal_user AS account ON account.id = each.user_id
        WHERE each.id = capacity
    $$;
    CREATE FUNCTION acting(part integer) RETURNS text LANGUAGE plpgsql STABLE AS $$
    DECLARE
        chosen text := current_setting('solida.capacity', true);
        kept text := current_setting('solida.actor', true);
    BEGIN
        IF chosen IS NULL OR chosen = '' THEN RETURN NULL; END IF;
        IF kept IS NULL OR split_part(kept, ',', 1) <> chosen THEN
            kept := set_config('solida.actor', coalesce(public.actor_of(chosen::bigint), ''), false);
        END IF;
        RETURN nullif(split_part(kept, ',', part), '');
    END $$;
    CREATE OR REPLACE FUNCTION acting_kind() RETURNS text LANGUAGE sql STABLE SECURITY INVOKER
    AS $$ SELECT public.acting(2) $$;
    CREATE OR REPLACE FUNCTION acting_user() RETURNS bigint LANGUAGE sql STABLE SECURITY INVOKER
    AS $$
        SELECT coalesce(public.acting(3), nullif(current_setting('solida.user', true), ''))::bigint
    $$;
    CREATE OR REPLACE FUNCTION acting_company() RETURNS bigint LANGUAGE sql STABLE SECURITY INVOKER
    AS $$ SELECT public.acting(5)::bigint $$;
    CREATE OR REPLACE FUNCTION acting_institution() RETURNS bigint LANGUAGE sql STABLE
    SECURITY INVOKER AS $$ SELECT public.acting(6)::bigint $$;
    CREATE OR REPLACE FUNCTION acting_self() RETURNS bigint LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        IF acting(3) IS NOT NULL THEN RETURN acting(4)::bigint; END IF;
        RETURN (SELECT person_id FROM portal_user WHERE id = acting_user());
    END $$;
    -- Whom a mandate is for is looked up each time: it may end at any moment.
    CREATE OR REPLACE FUNCTION acting_person() RETURNS bigint LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        IF acting(2) <> 'citizen' THEN RETURN NULL; END IF;
        IF acting(7) IS NULL THEN RETURN acting(4)::bigint; END IF;
        RETURN (
            SELECT giver_person_id FROM portal_mandate_in_force AS mandate
            WHERE mandate.id = acting(7)::bigint
        );
    END $$;
    CREATE OR REPLACE FUNCTION knows_person(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE mine bigint;
    BEGIN
        IF acting(2) = 'institution' THEN
            mine := acting(6);
            RETURN EXISTS (
                SELECT FROM portal_file AS file
                WHERE file.person_id = person AND file.institution_id = mine
            ) OR EXISTS (
                SELECT FROM portal_living AS one JOIN portal_living AS other USING (household_id)
                JOIN portal_file AS file ON file.person_id = other.person_id
                WHERE one.person_id = person AND file.institution_id = mine
            );
        END IF;
        mine := acting(1);
        RETURN EXISTS (
            SELECT FROM portal_accessline AS line
            WHERE line.person_id = person AND line.capacity_id = mine
                AND line.purpose IN ('declaration', 'search')
                AND line.at > statement_timestamp() - interval '1 day'
        );
    END $$;
    CREATE OR REPLACE FUNCTION names_person(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        my_kind text := acting(2);
        my_company bigint := acting(5);
        my_office bigint := acting(6);
        me bigint := acting_self();
        represented bigint := acting_person();
    BEGIN
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
                other.company_id = my_company OR other.institution_id = my_office
                OR my_kind = 'citizen' AND EXISTS (
                    SELECT FROM portal_accessline AS line
                    WHERE line.person_id = represented AND line.capacity_id = other.id
                )
            )
        ) OR EXISTS (
            SELECT FROM portal_living AS one JOIN portal_living AS other USING (household_id)
            WHERE one.person_id = person AND other.person_id IN (me, represented)
        ) OR my_kind = 'supervisor' AND EXISTS (
            SELECT FROM portal_glassbreak AS glass
            JOIN portal_capacity AS opener ON opener.id = glass.capacity_id
            WHERE glass.person_id = person AND opener.institution_id = my_office
        );
    END $$;
    REVOKE ALL ON FUNCTION actor_of(bigint), acting(integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION actor_of(bigint), acting(integer) TO solida_web;
"""


CHANGE = "SELECT, INSERT, UPDATE"
REGISTER = "'persons' = ANY ((SELECT acting_services())::text[])"
# Of whom one's institution has a file: a thousand at once, without a function for each.
IN_FILE = """
    EXISTS (
        SELECT FROM portal_file AS file
        WHERE file.person_id = {person} AND file.institution_id = (SELECT acting_institution())
    )
"""


def _known(person: str) -> str:
    return (
        f"{person} = (SELECT acting_self()) OR {person} = (SELECT acting_person())"
        f" OR {REGISTER} OR {IN_FILE.format(person=person)} OR knows_person({person})"
    )


TABLES = {
    "portal_person": Rows(
        CHANGE,
        f"{_known('portal_person.id')} OR names_person(portal_person.id)",
        written=f"{REGISTER} OR portal_person.id = (SELECT acting_person())",  # the language
    ),
    "portal_personnumber": Rows(CHANGE, _known("portal_personnumber.person_id"), written=REGISTER),
    "portal_householdmember": Rows(
        CHANGE,
        f"{REGISTER} OR household_id = ANY ((SELECT acting_households())::bigint[])"
        f" OR (SELECT acting_kind()) = 'institution'"
        f" AND ({IN_FILE.format(person='portal_householdmember.person_id')}"
        f" OR knows_person(person_id))",
        written=REGISTER,
    ),
}


class Migration(migrations.Migration):
    """Keep what the acting capacity is, instead of looking it up for each condition."""

    dependencies = [("portal", "0031_risks_service")]
    operations = [migrations.RunSQL(KEPT, migrations.RunSQL.noop), *secure(TABLES)]
