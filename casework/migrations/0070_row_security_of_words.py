from django.db import migrations

from portal.row_security import Rows, secure

CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
ME = "(SELECT acting_person())"
FUNCTIONS = """
    -- Whether the office of who acts had a contact in its hands: it wrote it down or passed it on.
    CREATE FUNCTION had_contact(contact bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM casework_contactmove AS step
            JOIN portal_capacity AS whose ON whose.id = step.capacity_id
            WHERE step.contact_id = contact AND whose.institution_id = acting_institution()
        );
    END $$;
    -- That other offices had contact with somebody, when, by which way and about what; no words.
    CREATE FUNCTION contacts_elsewhere(person bigint, most integer)
    RETURNS TABLE (at timestamptz, channel text, direction text, topic text, office text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        IF acting_capacity() IS NOT NULL
            AND NOT (acting_kind() = 'caseworker' AND in_contact(contacts_elsewhere.person))
        THEN RETURN; END IF;
        RETURN QUERY
            SELECT told.at, told.channel::text, told.direction::text, told.topic::text,
                other.name::text
            FROM casework_contact AS told JOIN portal_institution AS other ON other.id = told.office_id
            WHERE told.person_id = contacts_elsewhere.person
                AND told.office_id IS DISTINCT FROM acting_institution()
                AND NOT had_contact(told.id)
            ORDER BY told.at DESC, told.id DESC LIMIT most;
    END $$;
    -- The last day of who helps for a time is today: said by the supervisor of the office.
    CREATE FUNCTION release_today(worker bigint) RETURNS boolean LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE today date := (now() AT TIME ZONE 'Europe/Brussels')::date;
    BEGIN
        UPDATE portal_capacity AS held SET until = today
        WHERE held.id = worker AND held.kind = 'caseworker' AND held.until > today
            AND held.since <= today AND (acting_capacity() IS NULL OR (
                acting_kind() = 'supervisor' AND held.institution_id = acting_institution()
                AND held.user_id <> acting_user()));
        RETURN FOUND;
    END $$;
    REVOKE ALL ON FUNCTION had_contact(bigint), contacts_elsewhere(bigint, integer),
        release_today(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION had_contact(bigint), contacts_elsewhere(bigint, integer),
        release_today(bigint) TO solida_web;
"""
NO_FUNCTIONS = """
    DROP FUNCTION release_today(bigint);
    DROP FUNCTION contacts_elsewhere(bigint, integer);
    DROP FUNCTION had_contact(bigint) CASCADE;
"""
TABLES = {
    "casework_contact": Rows(
        "SELECT, INSERT, UPDATE",
        f"person_id = {ME} OR {CASEWORKER} AND (office_id = (SELECT acting_institution())"
        " OR recorded_by_id = (SELECT acting_capacity()) OR had_contact(id))",
        written=f"{CASEWORKER} OR person_id = {ME} AND channel = 'portal' AND status = 'waiting'",
    ),
}


class Migration(migrations.Migration):
    """Keep what was said to an office from other offices; let temporary work end before its day."""

    dependencies = [("casework", "0069_row_security_of_more_sources")]
    operations = [migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS), *secure(TABLES)]
