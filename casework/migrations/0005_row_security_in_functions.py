from django.db import migrations

from portal.row_security import also_seen

CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"

# As of persons: what would have to be planned in each query is asked of functions.
FUNCTIONS = """
    -- A person of whom the office has a case, or whose file one opened without, for a short time.
    CREATE FUNCTION in_hand(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM casework_handled AS handled
            WHERE handled.person_id = person AND handled.office_id = acting_institution()
        ) OR EXISTS (
            SELECT FROM portal_glassbreak AS glass
            WHERE glass.person_id = person AND glass.until > statement_timestamp()
                AND glass.capacity_id = acting_capacity()
        );
    END $$;
    -- Who lives or lived with such a person, or whose application waits in the queue.
    CREATE FUNCTION beside_in_hand(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM portal_living AS one JOIN portal_living AS other USING (household_id)
            WHERE one.person_id = person AND in_hand(other.person_id)
        );
    END $$;
    CREATE FUNCTION waits_for_office(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM benefits_claim AS claim
            WHERE claim.person_id = person AND claim.status = 'submitted'
                AND claim.scheme = ANY (acting_schemes())
                AND NOT EXISTS (SELECT FROM casework_case AS taken WHERE taken.claim_id = claim.id)
        );
    END $$;
    REVOKE ALL ON FUNCTION in_hand(bigint), beside_in_hand(bigint), waits_for_office(bigint)
        FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION in_hand(bigint), beside_in_hand(bigint), waits_for_office(bigint)
        TO solida_web;
"""
NO_FUNCTIONS = "DROP FUNCTION in_hand(bigint), beside_in_hand(bigint), waits_for_office(bigint)"

READ = (
    "portal_personname",
    "portal_personnumber",
    "portal_event",
    "declarations_employmentperiod",
    "declarations_workerrecord",
    "declarations_statusreport",
    "declarations_verdict",
    "benefits_payment",
    "benefits_posting",
)
WRITTEN = ("portal_letter", "benefits_decision", "benefits_payaccount", "benefits_repaymentplan")


class Migration(migrations.Migration):
    """Ask of functions who is in the hands of an office."""

    dependencies = [
        ("casework", "0004_row_security"),
        ("benefits", "0006_row_security_in_functions"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *also_seen("office", dict.fromkeys(READ, f"{CASEWORKER} AND in_hand(person_id)")),
        *also_seen("office", dict.fromkeys(WRITTEN, f"{CASEWORKER} AND in_hand(person_id)"), "ALL"),
        *also_seen("office", {"portal_person": f"{CASEWORKER} AND in_hand(id)"}),
        *also_seen("queue", {"portal_person": f"{CASEWORKER} AND waits_for_office(id)"}),
        *also_seen(
            "household",
            {
                "portal_person": f"{CASEWORKER} AND beside_in_hand(id)",
                "portal_householdmember": f"{CASEWORKER} AND beside_in_hand(person_id)",
            },
        ),
        *also_seen(
            "office",
            {
                "portal_message": f"""{CASEWORKER} AND EXISTS (
                    SELECT FROM portal_event AS event
                    WHERE event.message_id = portal_message.id AND in_hand(event.person_id)
                )""",
                "declarations_declaration": f"""{CASEWORKER} AND EXISTS (
                    SELECT FROM declarations_told AS told
                    WHERE told.declaration_id = declarations_declaration.id
                        AND in_hand(told.person_id)
                )""",
            },
        ),
    ]
