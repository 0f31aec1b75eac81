from django.db import migrations

TABLES = ("portal_removal",)

# A row goes after a removal says so, and not before.
REMOVED = """
    CREATE FUNCTION refuse_unless_removed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.id < (
            SELECT max(below) FROM portal_removal WHERE "table" = TG_TABLE_NAME
        ) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END $$;
    DROP TRIGGER append_only ON portal_exchange;
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON portal_exchange
        FOR EACH ROW EXECUTE FUNCTION refuse_unless_removed();
"""
NEVER = """
    DROP TRIGGER append_only ON portal_exchange;
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON portal_exchange
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    DROP FUNCTION refuse_unless_removed();
"""


class Migration(migrations.Migration):
    """Removals stay as they were written; without one no exchange goes."""

    dependencies = [("portal", "0043_removals")]
    operations = [
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
                f"DROP TRIGGER append_only ON {table}",
            )
            for table in TABLES
        ),
        migrations.RunSQL(REMOVED, NEVER),
    ]
