from django.db import migrations

from portal.row_security import also_seen

CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"

HANDLED = """
    CREATE OR REPLACE VIEW casework_handled AS
    SELECT claim.person_id, claim.id AS claim_id, office_id
    FROM casework_case JOIN benefits_claim AS claim ON claim.id = claim_id
    UNION ALL
    SELECT objection.person_id, NULL, office_id
    FROM casework_case JOIN benefits_objection AS objection ON objection.id = objection_id
    UNION ALL
    SELECT finding.person_id, NULL, office_id
    FROM casework_case JOIN benefits_finding AS finding ON finding.id = finding_id
"""
FUNCTIONS = """
    -- Whether something that the rules left to people waits in the queue of the office.
    CREATE FUNCTION finding_waits(finding bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM benefits_finding AS waiting
            WHERE waiting.id = finding AND waiting.kind IN ('review', 'asks', 'corrects', 'pays')
                AND waiting.scheme = ANY (acting_schemes())
                AND NOT EXISTS (
                    SELECT FROM casework_case AS taken WHERE taken.finding_id = waiting.id)
                AND NOT EXISTS (
                    SELECT FROM benefits_findinganswer AS answer
                    WHERE answer.finding_id = waiting.id)
        );
    END $$;
    REVOKE ALL ON FUNCTION finding_waits(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION finding_waits(bigint) TO solida_web;
    CREATE OR REPLACE FUNCTION waits_for_office(person bigint) RETURNS boolean LANGUAGE plpgsql
    STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM benefits_claim AS claim
            WHERE claim.person_id = person AND claim.status = 'submitted'
                AND claim.scheme = ANY (acting_schemes())
                AND NOT EXISTS (SELECT FROM casework_case AS taken WHERE taken.claim_id = claim.id)
        ) OR EXISTS (
            SELECT FROM benefits_objection AS objection
            WHERE objection.person_id = person AND objection_waits(objection.id)
        ) OR EXISTS (
            SELECT FROM benefits_finding AS finding
            WHERE finding.person_id = person AND finding_waits(finding.id)
        );
    END $$;
    -- The cases about a person, in whose name one acts.
    CREATE OR REPLACE FUNCTION acting_cases() RETURNS bigint[] LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE me bigint := acting_person();
    BEGIN
        IF me IS NULL THEN RETURN NULL; END IF;
        RETURN ARRAY(
            SELECT held.id FROM casework_case AS held
            JOIN benefits_claim AS claim ON claim.id = held.claim_id WHERE claim.person_id = me
            UNION ALL
            SELECT held.id FROM casework_case AS held
            JOIN benefits_objection AS objection ON objection.id = held.objection_id
            WHERE objection.person_id = me
            UNION ALL
            SELECT held.id FROM casework_case AS held
            JOIN benefits_finding AS finding ON finding.id = held.finding_id
            WHERE finding.person_id = me
        );
    END $$;
    CREATE OR REPLACE FUNCTION refuse_near_review() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        proposed_by bigint; proposer bigint; subject bigint; contested_by bigint; reviewer bigint;
    BEGIN
        SELECT proposal.proposed_by_id, proposing.person_id,
                coalesce(claim.person_id, objection.person_id, finding.person_id),
                decision.decided_by_id
            INTO proposed_by, proposer, subject, contested_by
            FROM casework_proposal AS proposal
            JOIN portal_user AS proposing ON proposing.id = proposal.proposed_by_id
            JOIN casework_case AS held ON held.id = proposal.case_id
            LEFT JOIN benefits_claim AS claim ON claim.id = held.claim_id
            LEFT JOIN benefits_objection AS objection ON objection.id = held.objection_id
            LEFT JOIN benefits_finding AS finding ON finding.id = held.finding_id
            LEFT JOIN benefits_decision AS decision ON decision.id = objection.decision_id
            WHERE proposal.id = NEW.proposal_id;
        IF NEW.reviewed_by_id IN (proposed_by, contested_by) THEN
            RAISE EXCEPTION 'who proposed or decided does not review'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'review_by_another';
        END IF;
        SELECT person_id INTO reviewer FROM portal_user WHERE id = NEW.reviewed_by_id;
        IF reviewer IN (proposer, subject) OR EXISTS (
            SELECT FROM portal_householdmember AS one
            JOIN portal_householdmember AS other USING (household_id)
            WHERE one.person_id = reviewer AND other.person_id IN (proposer, subject)
                AND one.since <= current_date AND coalesce(one.until, 'infinity') >= current_date
                AND other.since <= current_date
                AND coalesce(other.until, 'infinity') >= current_date
        ) THEN
            RAISE EXCEPTION 'who lives with them does not review'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'review_from_afar';
        END IF;
        RETURN NEW;
    END $$;
"""


class Migration(migrations.Migration):
    """Open what the rules left to people to the office that decides on the right."""

    dependencies = [("casework", "0024_cases_of_findings")]
    operations = [
        migrations.RunSQL(HANDLED, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        *also_seen(
            "office",
            {"benefits_finding": f"{CASEWORKER} AND (in_hand(person_id) OR finding_waits(id))"},
        ),
    ]
