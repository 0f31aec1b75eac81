from django.db import migrations

TABLES = ("casework_proposal", "casework_review")

ANOTHER = """
    CREATE FUNCTION refuse_near_review() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        proposed_by bigint; proposer bigint; subject bigint; contested_by bigint; reviewer bigint;
    BEGIN
        SELECT proposal.proposed_by_id, proposing.person_id,
                coalesce(claim.person_id, objection.person_id), decision.decided_by_id
            INTO proposed_by, proposer, subject, contested_by
            FROM casework_proposal AS proposal
            JOIN portal_user AS proposing ON proposing.id = proposal.proposed_by_id
            JOIN casework_case AS held ON held.id = proposal.case_id
            LEFT JOIN benefits_claim AS claim ON claim.id = held.claim_id
            LEFT JOIN benefits_objection AS objection ON objection.id = held.objection_id
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
    CREATE TRIGGER by_another BEFORE INSERT ON casework_review
        FOR EACH ROW EXECUTE FUNCTION refuse_near_review();
"""
NOT_ANOTHER = "DROP TRIGGER by_another ON casework_review; DROP FUNCTION refuse_near_review();"


class Migration(migrations.Migration):
    """What was proposed and reviewed is never edited, and reviewed by somebody else."""

    dependencies = [("casework", "0010_proposals")]
    operations = [
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
                f"DROP TRIGGER append_only ON {table}",
            )
            for table in TABLES
        ),
        migrations.RunSQL(ANOTHER, NOT_ANOTHER),
    ]
