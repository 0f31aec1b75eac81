from django.db import migrations

from portal.row_security import also_seen

ME = "(SELECT acting_person())"
FUNCTION = """
    -- Whether who acts made an application, also one that changed the right of a child.
    CREATE FUNCTION applied_for(claim bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM benefits_claim WHERE id = claim AND person_id = acting_person()
        );
    END $$;
    -- Whether who acts is about to apply for a right of a child, which may run already.
    CREATE FUNCTION applies_about(child bigint, wanted text) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM benefits_claim WHERE child_id = child AND person_id = acting_person()
                AND scheme = wanted AND status IN ('draft', 'submitted')
        );
    END $$;
    REVOKE ALL ON FUNCTION applied_for(bigint), applies_about(bigint, text) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION applied_for(bigint), applies_about(bigint, text) TO solida_web;
"""


class Migration(migrations.Migration):
    """Who applied sees what was decided on it, where the right is another person's."""

    dependencies = [("benefits", "0040_declared_findings")]
    operations = [
        migrations.RunSQL(
            FUNCTION, "DROP FUNCTION applied_for(bigint), applies_about(bigint, text)"
        ),
        *also_seen(
            "applied",
            {
                "benefits_decision": f"""{ME} IS NOT NULL AND (
                    claim_id IS NOT NULL AND applied_for(claim_id)
                    OR applies_about(person_id, scheme))"""
            },
        ),
    ]
