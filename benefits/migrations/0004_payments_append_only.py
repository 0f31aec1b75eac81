from django.db import migrations

TABLES = (
    "benefits_payaccount",
    "benefits_run",
    "benefits_payment",
    "benefits_posting",
    "benefits_repaymentplan",
    "benefits_bankanswer",
    "benefits_sent",
)


class Migration(migrations.Migration):
    """The ledger is never edited: what was wrong is posted back."""

    dependencies = [("benefits", "0003_payments")]
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
