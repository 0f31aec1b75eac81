from django.db import migrations

TABLES = ("casework_offermove", "casework_openingmove")


class Migration(migrations.Migration):
    """The database itself refuses to change or remove what was done with offers and openings."""

    dependencies = [("casework", "0080_offers_and_openings"), ("portal", "0001_tables")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER append_only ON {table}",
        )
        for table in TABLES
    ]
