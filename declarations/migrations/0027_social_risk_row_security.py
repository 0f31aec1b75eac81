from django.db import migrations

from portal.row_security import WEB, Rows, also_seen, secure

READ, ADD = "SELECT", "SELECT, INSERT"
ME = "(SELECT acting_person())"
OURS = "(SELECT acting_institution())"
COMPANIES = (
    "ANY ((SELECT acting_companies('hiring'))::bigint[] ||"
    " (SELECT acting_companies('wages'))::bigint[])"
)
# Read with the rights of its owner, so that conditions can look at each other's tables.
DELIVERED = """
    SELECT delivery.id, delivery.declaration_id, delivery.risk_id, delivery.institution_id,
        risk.company_id, risk.person_id
    FROM declarations_riskdelivery AS delivery
    JOIN declarations_risk AS risk ON risk.id = delivery.risk_id
"""


def _delivered(column: str, condition: str) -> str:
    table, _, name = column.rpartition(".")
    return f"""EXISTS (
        SELECT FROM declarations_delivered AS delivered
        WHERE delivered.{"id" if name == "delivery_id" else name} = {table}.{name}
            AND ({condition})
    )"""


ANYBODYS = f"""delivered.company_id = {COMPANIES} OR delivered.person_id = {ME}
    OR delivered.institution_id = {OURS}"""
TABLES = {
    "declarations_risk": Rows(
        READ,
        f"""
        company_id = {COMPANIES} OR person_id = {ME} OR EXISTS (
            SELECT FROM declarations_delivered AS delivered
            WHERE delivered.risk_id = declarations_risk.id AND delivered.institution_id = {OURS}
        )
        """,
    ),
    "declarations_riskdeclaration": Rows(
        READ,
        """
        EXISTS (
            SELECT FROM declarations_risk AS risk
            WHERE risk.id = declarations_riskdeclaration.risk_id
        )
        """,
    ),
    "declarations_riskdelivery": Rows(
        READ,
        _delivered("declarations_riskdelivery.declaration_id", ANYBODYS),
    ),
    "declarations_riskanswer": Rows(
        ADD,
        _delivered("declarations_riskanswer.delivery_id", ANYBODYS),
        written=_delivered(
            "declarations_riskanswer.delivery_id", f"delivered.institution_id = {OURS}"
        ),
    ),
}


class Migration(migrations.Migration):
    """Show risks to the employer, to the worker, and to the institution that they are for."""

    dependencies = [("declarations", "0026_social_risk_append_only")]
    operations = [
        migrations.RunSQL(
            [
                f"CREATE VIEW declarations_delivered AS {DELIVERED}",
                f"GRANT SELECT ON declarations_delivered TO {WEB}",
            ],
            "DROP VIEW declarations_delivered",
        ),
        *secure(TABLES),
        *also_seen(
            "delivered",
            {
                "declarations_declaration": f"""
                    {OURS} IS NOT NULL AND EXISTS (
                        SELECT FROM declarations_delivered AS delivered
                        WHERE delivered.declaration_id = declarations_declaration.id
                            AND delivered.institution_id = {OURS}
                    )
                """,
            },
        ),
    ]
