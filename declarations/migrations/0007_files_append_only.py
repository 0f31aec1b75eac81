from django.db import migrations

TABLES = ("declarations_droppedfile", "declarations_sending")


class Migration(migrations.Migration):
    """What was dropped, and what became of it, is never changed or removed."""

    dependencies = [("declarations", "0006_official_files")]
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
