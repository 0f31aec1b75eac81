from django.db import migrations

from portal.row_security import also_seen

CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
OURS = f"{CASEWORKER} AND scheme = ANY ((SELECT acting_schemes())::text[])"

IN_HAND = """
    CREATE OR REPLACE FUNCTION in_hand(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM casework_handled AS handled
            WHERE handled.person_id = person AND handled.office_id = acting_institution()
        ) OR EXISTS (
            SELECT FROM portal_glassbreak AS glass
            WHERE glass.person_id = person AND glass.until > statement_timestamp()
                AND glass.capacity_id = acting_capacity()
        ) OR in_support(person, false){more};
    END $$;
"""
DEBTS = """
    -- A person who asked something of a debt for a right of the office, or of whom it decided so.
    CREATE FUNCTION owes_office(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM benefits_debtrequest AS asked
            WHERE asked.person_id = person AND asked.scheme = ANY (acting_schemes())
        ) OR EXISTS (
            SELECT FROM benefits_arrangement AS made
            WHERE made.person_id = person AND made.scheme = ANY (acting_schemes())
        );
    END $$;
    REVOKE ALL ON FUNCTION owes_office(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION owes_office(bigint) TO solida_web;
"""
SEEN = ("benefits_debtrequest", "benefits_arrangement", "benefits_repaymentmatch")


class Migration(migrations.Migration):
    """Open to an office the debts for its rights of those whom it has in hand, and who asked."""

    dependencies = [
        ("casework", "0019_row_security_of_support"),
        ("benefits", "0025_row_security_of_recovery"),
    ]
    operations = [
        migrations.RunSQL(
            [DEBTS, IN_HAND.format(more=" OR owes_office(person)")],
            [IN_HAND.format(more=""), "DROP FUNCTION owes_office(bigint)"],
        ),
        *also_seen("office", dict.fromkeys(SEEN, f"{OURS} AND in_hand(person_id)")),
    ]
