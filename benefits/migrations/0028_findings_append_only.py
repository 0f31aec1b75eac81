from django.db import migrations

TABLES = ("benefits_findinganswer",)


class Migration(migrations.Migration):
    """The database itself refuses to change what somebody made of a finding."""

    dependencies = [("benefits", "0027_findings_for_people")]
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
