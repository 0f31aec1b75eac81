from django.db import migrations

TABLES = (
    "casework_agreementpoint",
    "casework_signature",
    "casework_pointmessage",
    "casework_progressreport",
    "casework_missedreport",
)


class Migration(migrations.Migration):
    """The database itself refuses to change or remove what was agreed on, said and signed."""

    dependencies = [("casework", "0027_agreements"), ("portal", "0001_tables")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER append_only ON {table}",
        )
        for table in TABLES
    ]
