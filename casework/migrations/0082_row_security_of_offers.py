from django.db import migrations

from portal.row_security import Rows, Shared, secure

HERE = "(SELECT acting_institution())"
SUPERVISOR = "(SELECT acting_kind()) = 'supervisor'"
FUNCTIONS = """
    -- Whether somebody may say what an offer is: for its partner, or for the office that entered it.
    CREATE FUNCTION manages_offer(partner bigint, office bigint) RETURNS boolean LANGUAGE plpgsql
    STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE kind text := acting_kind(); here bigint := acting_institution();
    BEGIN
        RETURN kind = 'supervisor' AND here = office OR kind = 'institution' AND EXISTS (
            SELECT FROM casework_partner AS offers
            WHERE offers.id = partner AND offers.institution_id = here
        );
    END $$;
    REVOKE ALL ON FUNCTION manages_offer(bigint, bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION manages_offer(bigint, bigint) TO solida_web;
"""
# Whose an offer or an opening is, and for what, never changes.
SAID = "title, text, since, until, places, region, joint_committee, language, ended_at"
TABLES = {
    "casework_offer": Shared(
        f"SELECT, INSERT, UPDATE ({SAID})",
        "what is offered to people who look for work is public",
        written="manages_offer(partner_id, office_id)",
    ),
    "casework_offermove": Rows(
        "SELECT, INSERT",
        """EXISTS (
            SELECT FROM casework_offer AS offered
            WHERE offered.id = offer_id AND manages_offer(offered.partner_id, offered.office_id)
        )""",
    ),
    "casework_opening": Shared(
        "SELECT, INSERT, UPDATE (until)",
        "when offices have time is public",
        written=f"{SUPERVISOR} AND office_id = {HERE}",
    ),
    "casework_openingmove": Rows(
        "SELECT, INSERT",
        f"""{SUPERVISOR} AND EXISTS (
            SELECT FROM casework_opening AS opened
            WHERE opened.id = opening_id AND opened.office_id = {HERE}
        )""",
    ),
}


class Migration(migrations.Migration):
    """Open what is offered to who offers it, and when an office has time to its supervisor."""

    dependencies = [("casework", "0081_offers_append_only")]
    operations = [
        migrations.RunSQL(FUNCTIONS, "DROP FUNCTION manages_offer(bigint, bigint) CASCADE"),
        *secure(TABLES),
    ]
