from django.db import migrations

TABLES = ("portal_exchange",)


class Migration(migrations.Migration):
    """What was asked for in the network, and what became of it, stays as it was written."""

    dependencies = [("portal", "0010_directory")]
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
