from django.db import migrations

from portal.row_security import also_seen

CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
OURS = f"{CASEWORKER} AND scheme = ANY ((SELECT acting_schemes())::text[])"

BEFORE = """
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
        );
    END $$;
"""
FUNCTIONS = """
    -- A person of whom the office has a case, whose file one opened without, for a short time, or
    -- who asked something of a debt for a right of the office.
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
        ) OR EXISTS (
            SELECT FROM benefits_debtrequest AS asked
            WHERE asked.person_id = person AND asked.scheme = ANY (acting_schemes())
        ) OR EXISTS (
            SELECT FROM benefits_arrangement AS made
            WHERE made.person_id = person AND made.scheme = ANY (acting_schemes())
        );
    END $$;
"""
SEEN = ("benefits_debtrequest", "benefits_arrangement", "benefits_repaymentmatch")


class Migration(migrations.Migration):
    """Open to an office the debts for its rights of those whom it has in hand, and who asked."""

    dependencies = [
        ("casework", "0019_row_security_of_support"),
        ("benefits", "0025_row_security_of_recovery"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, BEFORE),
        *also_seen("office", dict.fromkeys(SEEN, f"{OURS} AND in_hand(person_id)")),
    ]
