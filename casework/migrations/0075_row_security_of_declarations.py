from importlib import import_module

from django.db import migrations

from portal.row_security import also_seen

BEFORE = import_module("casework.migrations.0038_row_security_of_waiting")
CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
DUE = BEFORE.FINDING.replace("'sampled')", "'sampled', 'declared')")


def kept(finding: str) -> str:
    """Return the function that puts a finding into the queue, where its kind waits for people."""
    return f"""
        CREATE OR REPLACE FUNCTION keep_finding_waiting() {BEFORE.DEFINER} AS $$
        BEGIN {finding.format(which="due.id = NEW.id")}; RETURN NULL; END $$;
    """


HANDLED = """
    -- Whether a risk is what a case of the office is about.
    CREATE FUNCTION risk_in_hand(risk bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM declarations_riskdeclaration AS said
            JOIN benefits_finding AS finding ON finding.declaration_id = said.declaration_id
            JOIN casework_case AS held ON held.finding_id = finding.id
            WHERE said.risk_id = risk AND held.office_id = acting_institution()
        );
    END $$;
    REVOKE ALL ON FUNCTION risk_in_hand(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION risk_in_hand(bigint) TO solida_web;
"""


class Migration(migrations.Migration):
    """Let declarations that contradict the wages wait, and show the risk to who handles it."""

    dependencies = [("casework", "0074_waiting_declarations")]
    operations = [
        migrations.RunSQL(kept(DUE), kept(BEFORE.FINDING)),
        migrations.RunSQL(HANDLED, "DROP FUNCTION risk_in_hand(bigint) CASCADE"),
        *also_seen("handled", {"declarations_risk": f"{CASEWORKER} AND risk_in_hand(id)"}),
    ]
