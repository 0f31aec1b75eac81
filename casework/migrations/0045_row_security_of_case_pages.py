from django.db import migrations

from portal.row_security import also_seen

CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
# Who opened the own cases, and what the own applications asked about somebody in hand.
LOOKED = f"""
    {CASEWORKER} AND portal_accessline.opened AND (
        EXISTS (
            SELECT FROM casework_case AS held WHERE held.reference = portal_accessline.case
                AND held.office_id = (SELECT acting_institution())
        ) OR portal_accessline.purpose = 'consultation' AND in_hand(portal_accessline.person_id)
            AND EXISTS (
                SELECT FROM portal_capacity AS asking
                WHERE asking.id = portal_accessline.capacity_id
                    AND asking.institution_id = (SELECT acting_institution())
            )
    )
"""  # noqa: S608 - texts of ours
FUNCTIONS = """
    -- Who acts at this moment for somebody whom the office has in hand.
    CREATE FUNCTION acts_for_in_hand(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM portal_mandate_in_force AS mandate
            JOIN portal_mandate AS given ON given.id = mandate.id
            WHERE given.holder_person_id = person AND in_hand(given.giver_person_id)
        );
    END $$;
    REVOKE ALL ON FUNCTION acts_for_in_hand(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION acts_for_in_hand(bigint) TO solida_web;
"""
GIVEN = f"""{CASEWORKER} AND giver_person_id IS NOT NULL AND status = 'confirmed'
    AND in_hand(giver_person_id)"""


class Migration(migrations.Migration):
    """Show on the page of a case who acts for the person, and who looked."""

    dependencies = [("casework", "0044_row_security_of_referrals")]
    operations = [
        migrations.RunSQL(FUNCTIONS, "DROP FUNCTION acts_for_in_hand(bigint) CASCADE"),
        *also_seen("here", {"portal_accessline": LOOKED}),
        *also_seen("office", {"portal_mandate": GIVEN}),
        *also_seen("office", {"portal_representation": f"{CASEWORKER} AND in_hand(person_id)"}),
        *also_seen("acting", {"portal_person": f"{CASEWORKER} AND acts_for_in_hand(id)"}),
    ]
