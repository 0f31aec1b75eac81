from django.db import migrations

from portal.row_security import Rows, secure

ADD, CHANGE = "SELECT, INSERT", "SELECT, INSERT, UPDATE"
CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
PERSON = "(SELECT acting_person()) IS NOT NULL"
# Each side speaks for itself.
OWN_SIDE = f"({CASEWORKER} AND side = 'office' OR {PERSON} AND side = 'person')"

FUNCTIONS = """
    CREATE FUNCTION sees_agreement(agreement bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY INVOKER AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.casework_agreement AS made WHERE made.id = agreement);
    END $$;
    CREATE FUNCTION sees_point(point bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY INVOKER AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.casework_agreementpoint AS told WHERE told.id = point);
    END $$;
    REVOKE ALL ON FUNCTION sees_agreement(bigint), sees_point(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION sees_agreement(bigint), sees_point(bigint) TO solida_web;
"""
NO_FUNCTIONS = """
    DROP FUNCTION sees_point(bigint) CASCADE;
    DROP FUNCTION sees_agreement(bigint) CASCADE;
"""

TABLES = {
    # The person answers what is offered, and offers nothing.
    "casework_agreement": Rows(
        CHANGE,
        "sees_support(file_id)",
        written=f"sees_support(file_id) AND ({CASEWORKER} OR status <> 'offered')",
    ),
    "casework_agreementpoint": Rows(
        ADD,
        "sees_agreement(agreement_id)",
        written=f"{CASEWORKER} AND sees_agreement(agreement_id)",
    ),
    "casework_signature": Rows(
        ADD,
        "sees_agreement(agreement_id)",
        written=f"{OWN_SIDE} AND sees_agreement(agreement_id)",
    ),
    "casework_pointmessage": Rows(
        ADD, "sees_point(point_id)", written=f"{OWN_SIDE} AND sees_point(point_id)"
    ),
    "casework_progressreport": Rows(
        ADD, "sees_point(point_id)", written=f"{PERSON} AND sees_point(point_id)"
    ),
    "casework_missedreport": Rows(
        ADD, "sees_point(point_id)", written=f"{CASEWORKER} AND sees_point(point_id)"
    ),
}


class Migration(migrations.Migration):
    """Open agreements to the two sides of a support file; reminders to nobody on a page."""

    dependencies = [("casework", "0028_agreements_append_only")]
    operations = [migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS), *secure(TABLES)]
