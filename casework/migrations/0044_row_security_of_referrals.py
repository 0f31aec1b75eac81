from django.db import migrations

from portal.row_security import Rows, Shared, also_seen, secure

ADD, CHANGE = "SELECT, INSERT", "SELECT, INSERT, UPDATE"
CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
PARTNER = "(SELECT acting_kind()) = 'institution'"

FUNCTIONS = """
    -- Whether an offer is of the institution for which somebody acts.
    CREATE FUNCTION offers_places(offer bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM casework_offer AS offered
            JOIN casework_partner AS partner ON partner.id = offered.partner_id
            WHERE offered.id = offer AND partner.institution_id = acting_institution()
        );
    END $$;
    -- How many places of an offer are given, by whichever office.
    CREATE FUNCTION offer_places_taken(offer bigint) RETURNS integer LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN (SELECT count(place) FROM casework_referral WHERE offer_id = offer);
    END $$;
    -- Whether a person is referred to the institution for which somebody acts, at this moment.
    CREATE FUNCTION referred_to_us(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM casework_referral AS referral
            WHERE referral.person_id = person AND referral.status IN ('waiting', 'accepted')
                AND offers_places(referral.offer_id)
        );
    END $$;
    CREATE FUNCTION sees_referral(referral bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY INVOKER AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.casework_referral AS made WHERE made.id = referral);
    END $$;
    -- What the purpose of a referral opens of the support file, to its partner while it is in hand:
    -- answers of the last assessment, and points of the agreement that both signed.
    CREATE FUNCTION shared_with_partner(referral bigint)
    RETURNS TABLE (part text, title text, words text, day date) LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE opened casework_referral;
    BEGIN
        SELECT made.* INTO opened FROM casework_referral AS made
        JOIN casework_supportfile AS file ON file.id = made.file_id AND file.status = 'open'
        WHERE made.id = referral AND made.status IN ('waiting', 'accepted')
            AND acting_kind() = 'institution' AND offers_places(made.offer_id);
        RETURN QUERY
            SELECT 'answer', said ->> 'asks', said ->> 'says', NULL::date
            FROM (
                SELECT assessment.answers FROM casework_assessment AS assessment
                WHERE assessment.file_id = opened.file_id ORDER BY assessment.id DESC LIMIT 1
            ) AS last, jsonb_array_elements(last.answers) WITH ORDINALITY AS each (said, place)
            WHERE opened.shares -> 'answers' ? (said ->> 'question')
            ORDER BY place;
        RETURN QUERY
            SELECT point.kind::text, ''::text, point.text, point.day
            FROM casework_agreementpoint AS point
            JOIN casework_agreement AS agreement ON agreement.id = point.agreement_id
            WHERE agreement.file_id = opened.file_id AND agreement.status = 'signed'
                AND opened.shares -> 'points' ? point.kind
            ORDER BY point.position;
    END $$;
    REVOKE ALL ON FUNCTION offers_places(bigint), offer_places_taken(bigint), referred_to_us(bigint),
        sees_referral(bigint), shared_with_partner(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION offers_places(bigint), offer_places_taken(bigint), referred_to_us(bigint),
        sees_referral(bigint), shared_with_partner(bigint) TO solida_web;
"""
NO_FUNCTIONS = """
    DROP FUNCTION shared_with_partner(bigint) CASCADE;
    DROP FUNCTION sees_referral(bigint) CASCADE;
    DROP FUNCTION referred_to_us(bigint) CASCADE;
    DROP FUNCTION offer_places_taken(bigint) CASCADE;
    DROP FUNCTION offers_places(bigint) CASCADE;
"""

# What is over is no longer the partner's to see; its last answer is still the partner's to write.
OURS = f"{PARTNER} AND offers_places(offer_id)"
TABLES = {
    "casework_partner": Shared("SELECT", "which organisations help people towards work is public"),
    "casework_offer": Shared(
        ADD,
        "what is offered to people who look for work is public",
        written=f"""{PARTNER} AND EXISTS (
            SELECT FROM casework_partner AS partner
            WHERE partner.id = partner_id AND partner.institution_id = (SELECT acting_institution())
        )""",
    ),
    "casework_referral": Rows(
        CHANGE,
        f"sees_support(file_id) OR {OURS}",
        written=f"{CASEWORKER} AND sees_support(file_id) OR {OURS}",
    ),
    "casework_referralmove": Rows(ADD, "sees_referral(referral_id)"),
}


class Migration(migrations.Migration):
    """Open referrals to the two sides of a support file, and to the partner what it needs."""

    dependencies = [("casework", "0043_referrals_append_only")]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *secure(TABLES),
        *also_seen("referred", {"portal_person": f"{PARTNER} AND referred_to_us(id)"}),
    ]
