from django.db import migrations

from portal.row_security import also_seen

HANDLED = """
    CREATE OR REPLACE VIEW casework_handled AS
    SELECT claim.person_id, claim.id AS claim_id, office_id
    FROM casework_case JOIN benefits_claim AS claim ON claim.id = claim_id
    UNION ALL
    SELECT objection.person_id, NULL, office_id
    FROM casework_case JOIN benefits_objection AS objection ON objection.id = objection_id
    UNION ALL
    SELECT finding.person_id, NULL, office_id
    FROM casework_case JOIN benefits_finding AS finding ON finding.id = finding_id
"""
CHILDREN = """
    UNION ALL
    SELECT claim.child_id, NULL, office_id
    FROM casework_case JOIN benefits_claim AS claim ON claim.id = claim_id
    WHERE claim.child_id IS NOT NULL
"""


class Migration(migrations.Migration):
    """Who has an application in hand sees what it may change: the right of the child that it is
    about, and earlier applications of the person for the same right."""

    dependencies = [
        ("casework", "0075_row_security_of_declarations"),
        ("benefits", "0041_row_security_of_changes"),
    ]
    operations = [
        migrations.RunSQL(HANDLED + CHILDREN, HANDLED),
        *also_seen(
            "earlier",
            {
                "benefits_claim": """(SELECT acting_kind()) = 'caseworker'
                    AND scheme = ANY ((SELECT acting_schemes())::text[]) AND in_hand(person_id)"""
            },
        ),
    ]
