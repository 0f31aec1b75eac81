from django.db import migrations

from portal.row_security import Rows, Shared, secure

OURS = "(SELECT acting_kind()) = 'supervisor' AND {office} = (SELECT acting_institution())"
# Which organisation a partner is, and who registered it, never changes.
TABLES = {
    "casework_partner": Shared(
        "SELECT, INSERT, UPDATE (kind, ended_at)",
        "which organisations help people towards work is public",
        written=OURS.format(office="office_id"),
    ),
    "casework_partnermove": Rows(
        "SELECT, INSERT",
        f"""EXISTS (
            SELECT FROM casework_partner AS partner
            WHERE partner.id = partner_id AND {OURS.format(office="partner.office_id")}
        )""",
    ),
}


class Migration(migrations.Migration):
    """Let the supervisor of an office register and end partners, and nobody else."""

    dependencies = [("casework", "0085_partner_moves_append_only")]
    operations = secure(TABLES)
