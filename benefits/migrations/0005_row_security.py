from django.db import migrations

from portal.row_security import WEB, Rows, Shared, also_seen, secure

READ, ADD, CHANGE = "SELECT", "SELECT, INSERT", "SELECT, INSERT, UPDATE"
ME = "(SELECT acting_person())"

# Read with the rights of its owner, so that conditions can look at each other's tables.
COVERED = "SELECT decision_id, person_id FROM benefits_beneficiary"

TABLES = {
    "benefits_claim": Rows(CHANGE, f"person_id = {ME}"),
    "benefits_claimmove": Rows(
        ADD, "EXISTS (SELECT FROM benefits_claim AS claim WHERE claim.id = claim_id)"
    ),
    # Whom a decision covers sees that it does, and that another took its place.
    "benefits_decision": Rows(
        ADD,
        f"""
        person_id = {ME} OR EXISTS (
            SELECT FROM benefits_covered AS covered
            WHERE covered.decision_id IN (benefits_decision.id, benefits_decision.replaces_id)
                AND covered.person_id = {ME}
        )
        """,
    ),
    "benefits_beneficiary": Rows(
        ADD,
        f"""
        person_id = {ME} OR EXISTS (
            SELECT FROM benefits_decision AS decision
            WHERE decision.id = decision_id AND decision.person_id = {ME}
        )
        """,
    ),
    # What is paid, by workers.
    "benefits_payaccount": Rows(ADD, f"person_id = {ME}"),
    "benefits_payment": Rows(READ, f"person_id = {ME}"),
    "benefits_posting": Rows(READ, f"person_id = {ME}"),
    "benefits_repaymentplan": Rows(
        ADD, f"person_id = {ME}", written="(SELECT acting_kind()) = 'caseworker'"
    ),
    "benefits_bankanswer": Rows(
        READ, "EXISTS (SELECT FROM benefits_payment AS payment WHERE payment.id = payment_id)"
    ),
    "benefits_run": Shared(READ, "for which month a run was, of nobody by itself"),
}
# Of whom an institution has a file, as far as it is authorised to ask.
ASKED = """
    'support' = ANY ((SELECT acting_services())::text[]) AND EXISTS (
        SELECT FROM benefits_covered AS covered
        JOIN portal_file AS file ON file.person_id = covered.person_id
        WHERE covered.decision_id = {decision}
            AND file.institution_id = (SELECT acting_institution())
    )
"""
# Those whom the same decision covers.
TOGETHER = f"""
    {ME} IS NOT NULL AND id IN (
        SELECT other.person_id
        FROM benefits_covered AS mine JOIN benefits_covered AS other USING (decision_id)
        WHERE mine.person_id = {ME}
    )
"""  # noqa: S608 - texts of ours


class Migration(migrations.Migration):
    """Open the tables of rights to the web: to each its own rows."""

    dependencies = [
        ("benefits", "0004_payments_append_only"),
        ("declarations", "0020_row_security"),
    ]
    operations = [
        migrations.RunSQL(
            [
                f"CREATE VIEW benefits_covered AS {COVERED}",
                f"GRANT SELECT ON benefits_covered TO {WEB}",
            ],
            "DROP VIEW benefits_covered",
        ),
        *secure(TABLES),
        *also_seen("together", {"portal_person": TOGETHER}),
        *also_seen(
            "asked",
            {
                "benefits_decision": ASKED.format(decision="benefits_decision.id"),
                "benefits_beneficiary": ASKED.format(decision="benefits_beneficiary.decision_id"),
            },
        ),
    ]
