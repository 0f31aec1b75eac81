from django.db import migrations, models

SETTLED = """
    -- Below which number no delivery of a risk is still to come (portal/exchange/trail/horizons.py).
    CREATE FUNCTION deliveries_settled() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
        SELECT coalesce(max(final), 0) FROM portal_horizon
        WHERE "table" = 'declarations_riskdelivery'
    $$
"""


class Migration(migrations.Migration):
    """Let institutions take in risks by cursor, and give each answer once."""

    dependencies = [("declarations", "0031_proof_row_security")]
    operations = [
        migrations.RunSQL(SETTLED, "DROP FUNCTION deliveries_settled()"),
        migrations.AddConstraint(
            model_name="riskanswer",
            constraint=models.UniqueConstraint(
                fields=("delivery", "kind"), name="risk_answer_once"
            ),
        ),
    ]
