from django.db import migrations

from portal.row_security import also_seen

COMPANIES = (
    "ANY ((SELECT acting_companies('hiring'))::bigint[] ||"
    " (SELECT acting_companies('wages'))::bigint[])"
)


class Migration(migrations.Migration):
    """Show the proof of unemployment to the employer who declared it, too."""

    dependencies = [("declarations", "0030_proof_of_unemployment")]
    operations = [
        *also_seen(
            "proof",
            {
                "portal_letter": f"""
                    EXISTS (
                        SELECT FROM declarations_riskdeclaration AS part
                        JOIN declarations_risk AS risk ON risk.id = part.risk_id
                        WHERE part.letter_id = portal_letter.id AND risk.company_id = {COMPANIES}
                    )
                """,
            },
        ),
    ]
