from django.db import migrations

TABLES = ("benefits_unclaimed", "benefits_mailing", "benefits_outreach")


class Migration(migrations.Migration):
    """The database itself refuses to change who was found, and to whom was written."""

    dependencies = [("benefits", "0031_take_up")]
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
