from django.db import migrations

# Numbers alone: a supervisor sees no case, a colleague no question of another.
HELD = """
    SELECT official_id AS worker, 'case' AS what, false AS intensive FROM casework_case
    WHERE office_id = {office} AND status = 'taken' {worker}
    UNION ALL
    SELECT official_id, 'question', false FROM casework_contact
    WHERE office_id = {office} AND status = 'in_hand' {worker}
    UNION ALL
    SELECT counsellor_id, 'support', segment = 'intensive' FROM casework_supportfile
    WHERE office_id = {office} AND status = 'open' {counsellor}
"""
ALL = HELD.format(office="caseload.office", worker="", counsellor="")
ONE = HELD.format(
    office="in_hands.office",
    worker="AND official_id = in_hands.worker",
    counsellor="AND counsellor_id = in_hands.worker",
)
CASELOAD = f"""
    DROP FUNCTION caseload(bigint);
    CREATE FUNCTION caseload(office bigint) RETURNS TABLE
        (worker bigint, cases bigint, questions bigint, supported bigint, intensive bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT held.worker, count(*) FILTER (WHERE held.what = 'case'),
            count(*) FILTER (WHERE held.what = 'question'),
            count(*) FILTER (WHERE held.what = 'support'), count(*) FILTER (WHERE held.intensive)
        FROM ({ALL}) AS held
        WHERE acting_capacity() IS NULL
            OR acting_kind() = 'supervisor' AND acting_institution() = caseload.office
        GROUP BY held.worker
    $$;
    REVOKE ALL ON FUNCTION caseload(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION caseload(bigint) TO solida_web;
    -- How much somebody of the own office has in hand. Who asks waits for who asked before and is
    -- not done, so that two never give the last place at once.
    CREATE FUNCTION in_hands(worker bigint, office bigint) RETURNS bigint LANGUAGE plpgsql VOLATILE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock(9002, in_hands.worker::integer);
        RETURN (
            SELECT count(*) FROM ({ONE}) AS held
            WHERE acting_capacity() IS NULL OR acting_institution() = in_hands.office
        );
    END $$;
    REVOKE ALL ON FUNCTION in_hands(bigint, bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION in_hands(bigint, bigint) TO solida_web;
"""  # noqa: S608 - texts of ours
BEFORE = "DROP FUNCTION in_hands(bigint, bigint);"
# What was in somebody's hands waits for their office, and for no other.
AGAIN = """
    CREATE FUNCTION keep_free_waiting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$ BEGIN
        IF NEW.status = 'free' THEN
            INSERT INTO casework_waiting (claim_id, objection_id, finding_id, not_for_id, office,
                reference, person_id, scheme, sector, language, came_at, answer_by, rank, kind)
            SELECT NEW.claim_id, NEW.objection_id, NEW.finding_id, due.decided_by, NEW.office_id,
                due.reference, due.person_id, due.scheme, deciding_sector(due.scheme),
                person.language, due.came, answer_until(due.came),
                vulnerability_rank(due.person_id), due.kind
            FROM (
                SELECT reference, person_id, scheme, submitted_at AS came, 'claim' AS kind,
                    NULL::bigint AS decided_by
                FROM benefits_claim WHERE id = NEW.claim_id AND status <> 'withdrawn'
                UNION ALL
                SELECT contests.reference, contests.person_id, contests.scheme, contests.made_at,
                    CASE WHEN contests.is_late THEN 'late' ELSE 'objection' END,
                    decision.decided_by_id
                FROM benefits_objection AS contests
                JOIN benefits_decision AS decision ON decision.id = contests.decision_id
                WHERE contests.id = NEW.objection_id
                UNION ALL
                SELECT reference, person_id, scheme, found_at, kind, NULL
                FROM benefits_finding WHERE id = NEW.finding_id
            ) AS due JOIN portal_person AS person ON person.id = due.person_id
            ON CONFLICT DO NOTHING;
        ELSIF OLD.status = 'free' THEN
            DELETE FROM casework_waiting WHERE claim_id = NEW.claim_id
                OR objection_id = NEW.objection_id OR finding_id = NEW.finding_id;
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER keep_free_waiting AFTER UPDATE OF status ON casework_case
        FOR EACH ROW EXECUTE FUNCTION keep_free_waiting();
"""
NOT_AGAIN = """
    DROP TRIGGER keep_free_waiting ON casework_case;
    DROP FUNCTION keep_free_waiting();
"""


class Migration(migrations.Migration):
    """Count all that is in somebody's hands; let it wait again when their time is over."""

    dependencies = [("casework", "0077_caseload")]
    operations = [
        migrations.RunSQL(CASELOAD, BEFORE),
        migrations.RunSQL(AGAIN, NOT_AGAIN),
    ]
