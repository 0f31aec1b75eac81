from django.db import migrations

from portal.row_security import Rows, secure

CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
MINE = "capacity_id = (SELECT acting_capacity())"
ABOVE = "(SELECT acting_kind()) = 'supervisor' AND office_id = (SELECT acting_institution())"
PRACTICE = "SELECT FROM casework_practice AS practice WHERE practice.id = practice_id"
TABLES = {
    "casework_practice": Rows(
        "SELECT, INSERT, UPDATE",
        f"{MINE} OR ({ABOVE})",
        written=f"{CASEWORKER} AND {MINE} AND office_id = (SELECT acting_institution())",
    ),
    "casework_practiceresult": Rows(
        "SELECT, INSERT",
        f"EXISTS ({PRACTICE})",  # whose practice may be seen
        written=f"EXISTS ({PRACTICE} AND practice.{MINE})",
    ),
}
# What is practised is in a transaction that cannot be committed, whatever else is in it.
NEVER_KEPT = """
    CREATE FUNCTION refuse_to_keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'what is practised is never kept' USING ERRCODE = 'raise_exception';
    END $$;
    CREATE CONSTRAINT TRIGGER never_kept AFTER INSERT OR UPDATE ON casework_practice
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (NEW.rehearsing) EXECUTE FUNCTION refuse_to_keep();
"""
# People, their accounts and an office, which the web may not make; and with them, that nothing of
# the transaction is kept. Returns the capacities by the keys of who acts in them.
REHEARSE = """
    CREATE FUNCTION rehearse(practice bigint, office jsonb, members jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        today date := (now() AT TIME ZONE 'Europe/Brussels')::date;
        long_since date := today - 3650;
        -- The same numbers each time, below those of all that is kept.
        place bigint := -10 * rehearse.practice;
        next bigint := place;
        member jsonb; made jsonb := jsonb_build_object('me', place);
    BEGIN
        UPDATE casework_practice SET rehearsing = true
        WHERE id = rehearse.practice AND capacity_id = acting_capacity();
        IF NOT FOUND THEN
            RAISE insufficient_privilege USING MESSAGE = 'an exercise is played by who began it';
        END IF;
        INSERT INTO portal_institution (id, code, name, sector)
        VALUES (place, 'training-' || rehearse.practice, office ->> 'name',
            (office ->> 'sector')::smallint);
        INSERT INTO portal_capacity (id, user_id, kind, institution_id, since)
        VALUES (place, acting_user(), 'caseworker', place, long_since);
        FOR member IN SELECT jsonb_array_elements(members) LOOP
            next := next + 1;
            INSERT INTO portal_person (id, reference, first_name, last_name, birth_date, language)
            VALUES (next, gen_random_uuid(), member ->> 'first', member ->> 'last',
                (member ->> 'born')::date, member ->> 'language');
            INSERT INTO portal_personnumber (person_id, number, since)
            VALUES (next, member ->> 'inss', (member ->> 'born')::date);
            IF member ? 'address' THEN
                INSERT INTO portal_household (id, street, house_number, box, postal_code, city)
                SELECT next, told.street, told.house_number, '', told.postal_code, told.city
                FROM jsonb_to_record(member -> 'address')
                    AS told (street text, house_number text, postal_code text, city text);
                INSERT INTO portal_householdmember (household_id, person_id, role, since)
                VALUES (next, next, 'reference', long_since);
            END IF;
            INSERT INTO portal_user (id, email, password, person_id, is_active)
            VALUES (next, (member ->> 'key') || '@training-' || rehearse.practice || '.invalid',
                '!', next, true);
            INSERT INTO portal_capacity (id, user_id, kind, institution_id, since)
            VALUES (next, next, member ->> 'acts',
                CASE member ->> 'acts' WHEN 'caseworker' THEN place END, long_since);
            made := made || jsonb_build_object(member ->> 'key', next);
        END LOOP;
        RETURN made;
    END $$;
    REVOKE ALL ON FUNCTION rehearse(bigint, jsonb, jsonb) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION rehearse(bigint, jsonb, jsonb) TO solida_web;
"""


class Migration(migrations.Migration):
    """Let caseworkers practise, alone, in transactions that are never kept."""

    dependencies = [
        ("casework", "0072_practice_results_append_only"),
        ("portal", "0032_row_security_kept"),
    ]
    operations = [
        *secure(TABLES),
        migrations.RunSQL(
            NEVER_KEPT,
            "DROP TRIGGER never_kept ON casework_practice; DROP FUNCTION refuse_to_keep()",
        ),
        migrations.RunSQL(REHEARSE, "DROP FUNCTION rehearse(bigint, jsonb, jsonb)"),
    ]
