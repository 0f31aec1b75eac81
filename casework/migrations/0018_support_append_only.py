from django.db import migrations

TABLES = ("casework_supportmove", "casework_assessment", "casework_segmentchoice")


class Migration(migrations.Migration):
    """The database itself refuses to change or remove steps, assessments and choices."""

    dependencies = [("casework", "0017_support"), ("portal", "0001_tables")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER append_only ON {table}",
        )
        for table in TABLES
    ]
