from django.db import migrations

from portal.row_security import Rows, secure

SEEN = "EXISTS (SELECT FROM benefits_claim AS claim WHERE claim.id = claim_id)"
WRITTEN = f"(SELECT acting_kind()) = 'caseworker' AND {SEEN}"
TABLES = {"benefits_claimentry": Rows("SELECT, INSERT", SEEN, written=WRITTEN)}


class Migration(migrations.Migration):
    """Show that an office entered an application to whoever sees the application."""

    dependencies = [("benefits", "0035_entered_claims_append_only")]
    operations = secure(TABLES)
