from django.db import migrations

TABLES = ("portal_glassbreak", "portal_glassreview")

# Four eyes: an account may change, the person behind it may not be the same.
OTHER_EYES = """
CREATE FUNCTION refuse_own_review() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM portal_glassbreak AS glass
        JOIN portal_capacity AS opener ON opener.id = glass.capacity_id
        JOIN portal_user AS who ON who.id = opener.user_id
        JOIN portal_capacity AS reviewer ON reviewer.id = NEW.capacity_id
        JOIN portal_user AS eyes ON eyes.id = reviewer.user_id
        WHERE glass.id = NEW.glass_id
            AND reviewer.kind = 'supervisor'
            AND reviewer.institution_id = opener.institution_id
            AND eyes.id <> who.id
            AND eyes.person_id IS DISTINCT FROM who.person_id
            AND eyes.person_id IS DISTINCT FROM glass.person_id
    ) THEN
        RAISE EXCEPTION 'a file opened without a case is reviewed by another pair of eyes'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER other_eyes AFTER INSERT ON portal_glassreview
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_own_review();
"""
NO_OTHER_EYES = """
DROP TRIGGER other_eyes ON portal_glassreview;
DROP FUNCTION refuse_own_review();
"""


class Migration(migrations.Migration):
    """What was opened without a case, and what was found of it, stays as it was written."""

    dependencies = [("portal", "0008_glass")]
    operations = [
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
                f"DROP TRIGGER append_only ON {table}",
            )
            for table in TABLES
        ),
        migrations.RunSQL(OTHER_EYES, NO_OTHER_EYES),
    ]
