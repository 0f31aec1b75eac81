from django.db import migrations

TABLES = ("casework_partnermove",)


class Migration(migrations.Migration):
    """The database itself refuses to change or remove what was done with partners."""

    dependencies = [("casework", "0084_partners_registered"), ("portal", "0001_tables")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER append_only ON {table}",
        )
        for table in TABLES
    ]
