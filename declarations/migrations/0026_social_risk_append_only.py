from django.db import migrations

TABLES = (
    "declarations_riskdeclaration",
    "declarations_riskdelivery",
    "declarations_riskanswer",
)


class Migration(migrations.Migration):
    """What took part in a risk, to whom it went and what was answered is never changed."""

    dependencies = [("declarations", "0025_social_risk")]
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
