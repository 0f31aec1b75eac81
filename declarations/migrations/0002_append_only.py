from django.db import migrations

TABLES = (
    "declarations_declaration",
    "declarations_verdict",
    "declarations_perioddeclaration",
    "declarations_statusreport",
)


class Migration(migrations.Migration):
    """The database itself refuses to change or remove what was said and decided."""

    dependencies = [("declarations", "0001_tables"), ("portal", "0001_tables")]
    operations = [
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
                f"DROP TRIGGER append_only ON {table}",
            )
            for table in TABLES
        ),
        migrations.RunSQL(
            "CREATE SEQUENCE dimona_period_sequence START 1000000000",
            "DROP SEQUENCE dimona_period_sequence",
        ),
    ]
