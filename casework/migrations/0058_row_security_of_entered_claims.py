from django.db import migrations

from portal.row_security import WEB, also_seen

CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
# An office fills in what is not sent yet, of its own rights and for somebody in hand.
ENTERED = f"""{CASEWORKER} AND status = 'draft' AND in_hand(person_id)
    AND scheme = ANY ((SELECT acting_schemes())::text[])"""
BY_STAFF = f"""
    CREATE POLICY by_staff ON benefits_attachment FOR INSERT TO {WEB} WITH CHECK (
        {CASEWORKER} AND EXISTS (SELECT FROM benefits_claim AS claim WHERE claim.id = claim_id)
    )
"""


class Migration(migrations.Migration):
    """Let an office enter an application for a person whose file is open to it."""

    dependencies = [
        ("casework", "0057_row_security_of_consultations"),
        ("benefits", "0036_row_security_of_entered_claims"),
    ]
    operations = [
        *also_seen("entered", {"benefits_claim": ENTERED}, "ALL"),
        migrations.RunSQL(BY_STAFF, "DROP POLICY by_staff ON benefits_attachment"),
    ]
