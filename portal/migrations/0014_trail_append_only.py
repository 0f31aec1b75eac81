from django.db import migrations

TABLES = ("portal_block",)


class Migration(migrations.Migration):
    """What is sealed stays sealed."""

    dependencies = [("portal", "0013_trail")]
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
