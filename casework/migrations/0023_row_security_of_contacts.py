from django.db import migrations

from portal.row_security import Rows, also_seen, secure

ADD, CHANGE = "SELECT, INSERT", "SELECT, INSERT, UPDATE"
CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
ME = "(SELECT acting_person())"
MINE = "capacity_id = (SELECT acting_capacity())"

FUNCTIONS = """
    -- Whom one identified a moment ago, and of whom something waits for an answer of the office.
    CREATE FUNCTION in_contact(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE mine bigint := acting_capacity(); office bigint := acting_institution();
    BEGIN
        RETURN EXISTS (
            SELECT FROM casework_identification AS known
            WHERE known.person_id = person AND known.capacity_id = mine
                AND known.until > statement_timestamp()
        ) OR EXISTS (
            SELECT FROM casework_contact AS contact
            WHERE contact.person_id = person AND contact.office_id = office
                AND contact.status <> 'answered'
        );
    END $$;
    CREATE FUNCTION sees_contact(contact bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY INVOKER AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.casework_contact AS above WHERE above.id = contact);
    END $$;
    -- Who has or had a number, and which of the facts that somebody said are so. The facts
    -- themselves are told to nobody.
    CREATE FUNCTION fitting_facts(number text, said jsonb)
    RETURNS TABLE (person bigint, fits text[]) LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        today date := (now() AT TIME ZONE 'Europe/Brussels')::date;
        whom bigint := (
            SELECT each.person_id FROM portal_personnumber AS each
            WHERE each.number = fitting_facts.number
        );
    BEGIN
        IF acting_kind() <> 'caseworker' OR whom IS NULL THEN RETURN; END IF;
        RETURN QUERY SELECT whom, ARRAY(
            SELECT fact.name FROM (
                SELECT 'birth_date' AS name, birth_date::text AS value
                FROM portal_person WHERE id = whom
                UNION ALL
                SELECT home.name, home.value FROM portal_householdmember AS member
                JOIN portal_household AS lived ON lived.id = member.household_id
                CROSS JOIN LATERAL (VALUES
                    ('postal_code', upper(replace(lived.postal_code, ' ', ''))),
                    ('house_number', upper(replace(lived.house_number, ' ', '')))
                ) AS home (name, value)
                WHERE member.person_id = whom AND member.withdrawn IS NULL
                    AND today BETWEEN member.since AND coalesce(member.until, 'infinity')
                UNION ALL
                SELECT 'card_number', card.number FROM portal_identitycard AS card
                WHERE card.person_id = whom
                    AND today BETWEEN card.since AND coalesce(card.until, 'infinity')
                UNION ALL
                (SELECT 'account_end', upper(right(iban, 4)) FROM benefits_payaccount
                 WHERE person_id = whom ORDER BY id DESC LIMIT 1)
                UNION ALL
                (SELECT 'payment_cents', lpad((cents % 100)::text, 2, '0') FROM benefits_payment
                 WHERE person_id = whom ORDER BY id DESC LIMIT 1)
            ) AS fact
            WHERE said ->> fact.name = fact.value
        );
    END $$;
    -- The office of a sector that has a file of somebody, or the first one.
    CREATE FUNCTION office_for(person bigint, sector integer) RETURNS SETOF portal_institution
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        IF acting_capacity() IS NOT NULL AND acting_person() IS DISTINCT FROM office_for.person
            AND NOT (acting_kind() = 'caseworker' AND in_contact(office_for.person))
        THEN RETURN; END IF;
        RETURN QUERY SELECT office.* FROM portal_institution AS office
            WHERE office.sector = office_for.sector
            ORDER BY EXISTS (
                SELECT FROM portal_file AS file
                WHERE file.person_id = office_for.person AND file.institution_id = office.id
            ) DESC, office.number, office.id
            LIMIT 1;
    END $$;
    REVOKE ALL ON FUNCTION in_contact(bigint), sees_contact(bigint), fitting_facts(text, jsonb),
        office_for(bigint, integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION in_contact(bigint), sees_contact(bigint), fitting_facts(text, jsonb),
        office_for(bigint, integer) TO solida_web;
"""
NO_FUNCTIONS = """
    DROP FUNCTION fitting_facts(text, jsonb);
    DROP FUNCTION office_for(bigint, integer);
    DROP FUNCTION sees_contact(bigint) CASCADE;
    DROP FUNCTION in_contact(bigint) CASCADE;
"""
# By staff, or by the person in whose name it is.
WRITTEN = f"({CASEWORKER} OR {ME} IS NOT NULL) AND sees_contact(contact_id)"
TABLES = {
    "casework_identification": Rows(
        ADD, f"{MINE} OR person_id = {ME}", written=f"{MINE} AND {CASEWORKER}"
    ),
    # The history of who is in contact with an office is seen by who speaks with them.
    "casework_contact": Rows(
        CHANGE,
        f"person_id = {ME} OR {CASEWORKER}"
        " AND (office_id = (SELECT acting_institution()) OR in_contact(person_id))",
        written=f"{CASEWORKER} OR person_id = {ME} AND channel = 'portal' AND status = 'waiting'",
    ),
    "casework_contactanswer": Rows(
        ADD, "sees_contact(contact_id)", written=f"{CASEWORKER} AND sees_contact(contact_id)"
    ),
    "casework_contactmove": Rows(ADD, "sees_contact(contact_id)", written=WRITTEN),
}


class Migration(migrations.Migration):
    """Open contacts to the person and to the office that answers, and who calls to who asks."""

    dependencies = [
        ("casework", "0022_contacts_append_only"),
        ("benefits", "0021_row_security_of_trials"),
        ("portal", "0035_purpose_of_contacts"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *secure(TABLES),
        *also_seen(
            "contact",
            {
                "portal_person": f"{CASEWORKER} AND in_contact(id)",
                # What one publishes is read back, by the statement that writes it.
                "portal_event": f"{CASEWORKER} AND topic = 'contact.answered'"
                " AND in_contact(person_id)",
            },
        ),
    ]
