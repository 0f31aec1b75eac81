from django.db import migrations

TABLES = ("benefits_claimentry",)


class Migration(migrations.Migration):
    """The database itself refuses to change or remove that an office entered an application."""

    dependencies = [("benefits", "0034_entered_claims"), ("portal", "0001_tables")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER append_only ON {table}",
        )
        for table in TABLES
    ]
