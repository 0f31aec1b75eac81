from django.db import migrations

from portal.row_security import Rows, secure

HERE = "office_id = (SELECT acting_institution())"
SUPERVISOR = "(SELECT acting_kind()) = 'supervisor'"
TABLES = {
    "casework_profile": Rows(
        "SELECT, INSERT",
        HERE,
        written=f"""{SUPERVISOR} AND {HERE} AND said_by_id = (SELECT acting_capacity())
        AND EXISTS (
            SELECT FROM portal_capacity AS held
            WHERE held.id = capacity_id AND held.institution_id = office_id
                AND held.kind = 'caseworker' AND held.user_id <> (SELECT acting_user())
        )""",  # noqa: S608 - texts of ours
    )
}
# Numbers alone: a supervisor sees no case.
CASELOAD = """
    CREATE FUNCTION caseload(office bigint)
    RETURNS TABLE (worker bigint, cases bigint, intensive bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT held.worker, count(*) FILTER (WHERE held.of_case),
            count(*) FILTER (WHERE NOT held.of_case)
        FROM (
            SELECT taken.official_id AS worker, true AS of_case FROM casework_case AS taken
            WHERE taken.office_id = caseload.office AND taken.status = 'taken'
            UNION ALL
            SELECT counselled.counsellor_id, false FROM casework_supportfile AS counselled
            WHERE counselled.office_id = caseload.office AND counselled.status = 'open'
                AND counselled.segment = 'intensive'
        ) AS held
        WHERE acting_capacity() IS NULL
            OR acting_kind() = 'supervisor' AND acting_institution() = caseload.office
        GROUP BY held.worker
    $$;
    REVOKE ALL ON FUNCTION caseload(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION caseload(bigint) TO solida_web;
"""
# Who helps for a time: at the supervisor's office, from today until a day within a year.
ENGAGES = f"""
    CREATE POLICY engages ON portal_capacity FOR INSERT TO solida_web WITH CHECK (
        {SUPERVISOR} AND kind = 'caseworker' AND environment = 'R'
        AND institution_id = (SELECT acting_institution())
        AND user_id <> (SELECT acting_user()) AND company_id IS NULL AND mandate_id IS NULL
        AND since >= (now() AT TIME ZONE 'Europe/Brussels')::date AND until <= since + 366
    )
"""


class Migration(migrations.Migration):
    """Let supervisors say what their caseworkers take, and let somebody help for a time."""

    dependencies = [("casework", "0051_profiles_append_only")]
    operations = [
        *secure(TABLES),
        migrations.RunSQL(CASELOAD, "DROP FUNCTION caseload(bigint)"),
        migrations.RunSQL(ENGAGES, "DROP POLICY IF EXISTS engages ON portal_capacity"),
    ]
