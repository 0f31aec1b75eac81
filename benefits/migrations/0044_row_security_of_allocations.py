from django.db import migrations

from portal.row_security import Rows, also_seen, secure

ADD = "SELECT, INSERT"
# The office that works the account from which rights are paid, by its sector.
PAYER = """
    (SELECT acting_kind()) = 'caseworker'
    AND (SELECT sector FROM portal_institution WHERE id = (SELECT acting_institution())) = 18
"""

TABLES = {
    "benefits_allocation": Rows(
        ADD, f"person_id = (SELECT acting_person()) OR {PAYER}", written=PAYER
    ),
    "benefits_allocationreview": Rows(
        ADD,
        "EXISTS (SELECT FROM benefits_allocation AS said WHERE said.id = allocation_id)",
        written=PAYER,
    ),
}
FUNCTION = """
    -- A person of whom more was booked than is due.
    CREATE FUNCTION has_debt(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM benefits_posting AS posting
            WHERE posting.person_id = person AND posting.debit = 'debt'
        );
    END $$;
    REVOKE ALL ON FUNCTION has_debt(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION has_debt(bigint) TO solida_web;
"""
SEEN = {
    "benefits_repayment": PAYER,
    "benefits_repaymentmatch": PAYER,
    # What moved debts, and whose they are: one of them is looked for.
    "benefits_posting": f"{PAYER} AND 'debt' IN (debit, credit)",
    "portal_person": f"{PAYER} AND has_debt(id)",
    "portal_event": f"{PAYER} AND topic = 'repayment.allocated'",
}


class Migration(migrations.Migration):
    """Open to who works the account what came in, what was said of it, and the debts it may pay."""

    dependencies = [("benefits", "0043_allocations_append_only")]
    operations = [
        *secure(TABLES),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION has_debt(bigint)"),
        *also_seen("payer", SEEN),
    ]
