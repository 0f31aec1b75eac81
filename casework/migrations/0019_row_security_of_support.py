from django.db import migrations

from portal.row_security import Rows, Shared, also_seen, secure

ADD, CHANGE = "SELECT, INSERT", "SELECT, INSERT, UPDATE"
CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
MINE = "person_id = (SELECT acting_person())"
OURS = f"{CASEWORKER} AND office_id = (SELECT acting_institution())"

FUNCTIONS = """
    -- A person whom the office supports towards work, or who asked it to.
    CREATE FUNCTION in_support(person bigint, asked boolean) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM casework_supportfile AS file
            WHERE file.person_id = person AND file.office_id = acting_institution()
                AND (file.status = 'open' OR asked AND file.status = 'asked')
        );
    END $$;
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
        ) OR in_support(person, false);
    END $$;
    CREATE FUNCTION sees_support(support bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY INVOKER AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.casework_supportfile AS file WHERE file.id = support);
    END $$;
    CREATE FUNCTION sees_assessment(assessment bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY INVOKER AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.casework_assessment AS made WHERE made.id = assessment);
    END $$;
    REVOKE ALL ON FUNCTION in_support(bigint, boolean), sees_support(bigint),
        sees_assessment(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION in_support(bigint, boolean), sees_support(bigint),
        sees_assessment(bigint) TO solida_web;
"""
NO_FUNCTIONS = """
    DROP FUNCTION sees_assessment(bigint) CASCADE;
    DROP FUNCTION sees_support(bigint) CASCADE;
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
    DROP FUNCTION in_support(bigint, boolean) CASCADE;
"""

TABLES = {
    # Who asks for support writes that, and nothing after it.
    "casework_supportfile": Rows(
        CHANGE,
        f"{MINE} OR {OURS}",
        written=f"{OURS} OR {MINE} AND status = 'asked' AND counsellor_id IS NULL",
    ),
    "casework_supportmove": Rows(ADD, "sees_support(file_id)"),
    "casework_assessment": Rows(
        ADD, "sees_support(file_id)", written=f"{CASEWORKER} AND sees_support(file_id)"
    ),
    "casework_segmentchoice": Rows(
        ADD,
        "sees_assessment(assessment_id)",
        written=f"{CASEWORKER} AND sees_assessment(assessment_id)",
    ),
    "casework_outcomeshare": Shared("SELECT", "counts of many people, of nobody by name"),
}


class Migration(migrations.Migration):
    """Open support files to the office that supports, and to the person; its persons, too."""

    dependencies = [
        ("casework", "0018_support_append_only"),
        ("portal", "0034_support_purpose"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *secure(TABLES),
        *also_seen("support", {"portal_person": f"{CASEWORKER} AND in_support(id, true)"}),
    ]
