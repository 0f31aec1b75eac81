from django.db import migrations

TABLES = ("portal_message", "portal_accessline", "portal_letter", "portal_letterfile")


class Migration(migrations.Migration):
    """The database itself refuses to change or remove what was said and decided."""

    dependencies = [("portal", "0001_tables")]
    operations = [
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
                f"DROP TRIGGER append_only ON {table}",
            )
            for table in TABLES
        ),
    ]
