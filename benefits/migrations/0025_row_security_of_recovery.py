from django.db import migrations

from portal.row_security import Rows, secure

READ, ADD = "SELECT", "SELECT, INSERT"
ME = "(SELECT acting_person())"
CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"

TABLES = {
    "benefits_debtrequest": Rows(ADD, f"person_id = {ME}"),
    "benefits_arrangement": Rows(ADD, f"person_id = {ME}", written=CASEWORKER),
    "benefits_arrangementreview": Rows(
        ADD,
        "EXISTS (SELECT FROM benefits_arrangement AS made WHERE made.id = arrangement_id)",
        written=CASEWORKER,
    ),
    # What the bank told, by workers.
    "benefits_repayment": Rows(
        READ,
        "EXISTS (SELECT FROM benefits_repaymentmatch AS match WHERE match.repayment_id = "
        "benefits_repayment.id)",
    ),
    "benefits_repaymentmatch": Rows(READ, f"person_id = {ME}"),
}


class Migration(migrations.Migration):
    """Open to each what is asked and decided of their debts, and what they sent back."""

    dependencies = [("benefits", "0024_recovery_append_only")]
    operations = secure(TABLES)
