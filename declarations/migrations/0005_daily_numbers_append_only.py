from django.db import migrations

TABLES = ("declarations_registrationdeclaration",)


class Migration(migrations.Migration):
    """Numbers for daily registrations; what took part in one is never edited."""

    dependencies = [("declarations", "0004_hours_and_quotas")]
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
            "CREATE SEQUENCE daily_registration_sequence START 2000000000",
            "DROP SEQUENCE daily_registration_sequence",
        ),
    ]
