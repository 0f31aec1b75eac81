from django.db import migrations

from portal.row_security import Rows, also_seen, secure

ADD = "SELECT, INSERT"
ME = "(SELECT acting_person())"
SUPPORT = "'support' = ANY ((SELECT acting_services())::text[])"

# As of persons: what would have to be planned in each query is asked of functions.
FUNCTIONS = """
    -- Whether a decision covers who acts.
    CREATE FUNCTION covers_actor(decision bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM benefits_beneficiary AS covered
            WHERE covered.decision_id = decision AND covered.person_id = acting_person()
        );
    END $$;
    -- Whether a decision covers somebody of whom one's institution has a file.
    CREATE FUNCTION covers_known(decision bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM benefits_beneficiary AS covered
            JOIN portal_file AS file ON file.person_id = covered.person_id
            WHERE covered.decision_id = decision AND file.institution_id = acting_institution()
        );
    END $$;
    -- Whether a decision that covers who acts covers this person too.
    CREATE FUNCTION covered_together(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM benefits_beneficiary AS mine
            JOIN benefits_beneficiary AS other ON other.decision_id = mine.decision_id
            WHERE mine.person_id = acting_person() AND other.person_id = person
        );
    END $$;
    REVOKE ALL ON FUNCTION covers_actor(bigint), covers_known(bigint), covered_together(bigint)
        FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION covers_actor(bigint), covers_known(bigint), covered_together(bigint)
        TO solida_web;
"""
NO_FUNCTIONS = "DROP FUNCTION covers_actor(bigint), covers_known(bigint), covered_together(bigint)"

TABLES = {
    # Whom a decision covers sees that it does, and that another took its place.
    "benefits_decision": Rows(
        ADD,
        f"person_id = {ME} OR {ME} IS NOT NULL AND (covers_actor(id) OR covers_actor(replaces_id))",
    ),
    "benefits_beneficiary": Rows(
        ADD,
        f"""
        person_id = {ME} OR {ME} IS NOT NULL AND EXISTS (
            SELECT FROM benefits_decision AS decision
            WHERE decision.id = decision_id AND decision.person_id = {ME}
        )
        """,
    ),
}


class Migration(migrations.Migration):
    """Ask of functions whom a decision covers."""

    dependencies = [
        ("benefits", "0005_row_security"),
        ("declarations", "0021_row_security_of_wages"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *secure(TABLES),
        *also_seen("together", {"portal_person": f"{ME} IS NOT NULL AND covered_together(id)"}),
        *also_seen(
            "asked",
            {
                "benefits_decision": f"{SUPPORT} AND covers_known(id)",
                "benefits_beneficiary": f"{SUPPORT} AND covers_known(decision_id)",
            },
        ),
    ]
