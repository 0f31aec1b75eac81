from django.db import migrations

TABLES = ("benefits_finding", "benefits_wish")


class Migration(migrations.Migration):
    """The database itself refuses to change what a run found, and what a person wished."""

    dependencies = [("benefits", "0015_granting")]
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
