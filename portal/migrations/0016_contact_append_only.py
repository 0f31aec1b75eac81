from django.db import migrations

TABLES = ("portal_contactdetails",)


class Migration(migrations.Migration):
    """What somebody said of how to be reached stays; the next version counts."""

    dependencies = [("portal", "0015_own_data")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER append_only ON {table}",
        )
        for table in TABLES
    ]
