from django.db import migrations

from portal.row_security import also_seen

CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"

FUNCTIONS = """
    -- Somebody found for a right of the office, to whom one may write: nobody did, they did not
    -- apply since, they live, and their last word is not that nobody is to look.
    CREATE FUNCTION outreach_open(unclaimed bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM benefits_unclaimed AS found
            JOIN portal_person AS person ON person.id = found.person_id
            WHERE found.id = unclaimed AND found.scheme = ANY (acting_schemes())
                AND person.died_on IS NULL
                AND NOT EXISTS (
                    SELECT FROM benefits_outreach AS letter WHERE letter.unclaimed_id = found.id)
                AND NOT EXISTS (
                    SELECT FROM benefits_claim AS claim
                    WHERE claim.person_id = found.person_id AND claim.scheme = found.scheme
                        AND claim.submitted_at >= found.found_at)
                AND coalesce((
                    SELECT wish.wanted FROM benefits_wish AS wish
                    WHERE wish.person_id = found.person_id AND wish.scheme IN (found.scheme, '')
                    ORDER BY wish.id DESC LIMIT 1), true)
        );
    END $$;
    CREATE FUNCTION outreach_to(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM benefits_unclaimed AS found
            WHERE found.person_id = person AND outreach_open(found.id)
        );
    END $$;
    REVOKE ALL ON FUNCTION outreach_open(bigint), outreach_to(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION outreach_open(bigint), outreach_to(bigint) TO solida_web;
"""
NO_FUNCTIONS = "DROP FUNCTION outreach_open(bigint), outreach_to(bigint) CASCADE"


class Migration(migrations.Migration):
    """Show caseworkers who was found for a right of their office, as long as one may write."""

    dependencies = [
        ("casework", "0029_row_security_of_agreements"),
        ("benefits", "0033_row_security_of_take_up"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *also_seen("outreach", {"benefits_unclaimed": f"{CASEWORKER} AND outreach_open(id)"}),
        *also_seen("outreach", {"portal_person": f"{CASEWORKER} AND outreach_to(id)"}),
    ]
