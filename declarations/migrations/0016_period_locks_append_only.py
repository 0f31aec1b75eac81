from django.db import migrations

TABLES = ("declarations_periodlock",)


class Migration(migrations.Migration):
    """Who locked or released a period, and why, is never changed or removed."""

    dependencies = [("declarations", "0015_period_locks")]
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
