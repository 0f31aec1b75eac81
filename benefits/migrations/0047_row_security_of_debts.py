from django.db import migrations

from portal.row_security import also_seen

# The office that works the account from which rights are paid, by its sector.
PAYER = """
    (SELECT acting_kind()) = 'caseworker'
    AND (SELECT sector FROM portal_institution WHERE id = (SELECT acting_institution())) = 18
"""
LOOKING = f"{PAYER} AND (SELECT current_setting('solida.debts', true)) = 'on'"
SEEN = {
    "benefits_posting": f"{LOOKING} AND 'debt' IN (debit, credit)",
    "portal_person": f"{LOOKING} AND has_debt(id)",
}


class Migration(migrations.Migration):
    """Show debts to who works the account only while a page looks for whose debt money pays."""

    dependencies = [("benefits", "0046_parts_without_asking")]
    operations = also_seen("payer", SEEN)
