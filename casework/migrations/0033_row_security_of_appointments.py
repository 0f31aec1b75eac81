from django.db import migrations

from portal.row_security import Rows, Shared, secure

READ, ADD, CHANGE = "SELECT", "SELECT, INSERT", "SELECT, INSERT, UPDATE"
CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
ME = "(SELECT acting_person())"
OURS = f"{CASEWORKER} AND office_id = (SELECT acting_institution())"

FUNCTIONS = """
    -- Besides: who has, or lately had, an appointment with the office, and whom it is to call.
    CREATE OR REPLACE FUNCTION in_contact(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
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
        ) OR EXISTS (
            SELECT FROM casework_appointment AS booked
            WHERE booked.person_id = person AND booked.office_id = office
                AND booked.status <> 'cancelled'
                AND booked.starts > statement_timestamp() - interval '7 days'
        ) OR EXISTS (
            SELECT FROM casework_callback AS call
            WHERE call.person_id = person AND call.office_id = office AND call.status = 'asked'
        );
    END $$;
    -- How many places of an office are given from now on: numbers, and of nobody whose.
    CREATE FUNCTION places_taken(office bigint)
    RETURNS TABLE (opening bigint, starts timestamptz, given bigint) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT opening_id, starts, count(*) FROM casework_appointment
        WHERE office_id = office AND status = 'booked' AND starts > statement_timestamp()
        GROUP BY 1, 2
    $$;
    CREATE FUNCTION sees_appointment(appointment bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY INVOKER AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM public.casework_appointment AS above WHERE above.id = appointment
        );
    END $$;
    CREATE FUNCTION sees_call_back(call bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY INVOKER AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.casework_callback AS above WHERE above.id = call);
    END $$;
    REVOKE ALL ON FUNCTION places_taken(bigint), sees_appointment(bigint), sees_call_back(bigint)
        FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION places_taken(bigint), sees_appointment(bigint),
        sees_call_back(bigint) TO solida_web;
"""
NO_FUNCTIONS = """
    DROP FUNCTION places_taken(bigint);
    DROP FUNCTION sees_appointment(bigint) CASCADE;
    DROP FUNCTION sees_call_back(bigint) CASCADE;
"""
TABLES = {
    "casework_opening": Shared(READ, "when offices have time is public"),
    "casework_appointment": Rows(CHANGE, f"person_id = {ME} OR {OURS}"),
    "casework_appointmentmove": Rows(ADD, "sees_appointment(appointment_id)"),
    "casework_callback": Rows(CHANGE, f"person_id = {ME} OR {OURS}"),
    "casework_callbackmove": Rows(ADD, "sees_call_back(call_back_id)"),
}


class Migration(migrations.Migration):
    """Open appointments and call-backs to the person and to the office."""

    dependencies = [("casework", "0032_appointments_append_only")]
    operations = [migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS), *secure(TABLES)]
