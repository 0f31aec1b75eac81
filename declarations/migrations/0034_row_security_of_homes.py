from django.db import migrations

from portal.row_security import also_seen

# Where a worker lives stands in some declarations of a social risk. It is known to who employs
# them, and for a year to who did: the end of a contract is declared after it.
FUNCTIONS = """
    CREATE FUNCTION employs_of_late(person bigint) RETURNS boolean LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT EXISTS (
            SELECT FROM declarations_employmentperiod AS period
            WHERE period.person_id = person AND NOT period.is_cancelled
                AND period.environment = 'R' AND period.since <= current_date + 31
                AND (period.until IS NULL OR period.until >= current_date - 366)
                AND period.company_id = ANY (
                    (SELECT acting_companies('hiring'))::bigint[]
                    || (SELECT acting_companies('wages'))::bigint[]
                )
        )
    $$;
    REVOKE ALL ON FUNCTION employs_of_late(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION employs_of_late(bigint) TO solida_web;
"""


class Migration(migrations.Migration):
    """Show the address of a worker to who employs them."""

    dependencies = [
        ("declarations", "0033_settled_for_the_web"),
        ("portal", "0032_row_security_kept"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, "DROP FUNCTION employs_of_late(bigint)"),
        *also_seen(
            "staff",
            {
                "portal_householdmember": "employs_of_late(person_id)",
                "portal_household": """EXISTS (
                    SELECT FROM portal_householdmember AS member
                    WHERE member.household_id = portal_household.id
                        AND employs_of_late(member.person_id)
                )""",
            },
        ),
    ]
