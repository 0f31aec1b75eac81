from django.db import migrations

TABLES = ("benefits_allocation", "benefits_allocationreview")

ANOTHER = """
    CREATE FUNCTION refuse_near_allocation_review() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE decided_by bigint; decider bigint; subject bigint; reviewer bigint;
    BEGIN
        SELECT said.decided_by_id, deciding.person_id, said.person_id
            INTO decided_by, decider, subject
            FROM benefits_allocation AS said
            JOIN portal_user AS deciding ON deciding.id = said.decided_by_id
            WHERE said.id = NEW.allocation_id;
        IF NEW.reviewed_by_id = decided_by THEN
            RAISE EXCEPTION 'who decided does not review'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_by_another';
        END IF;
        SELECT person_id INTO reviewer FROM portal_user WHERE id = NEW.reviewed_by_id;
        IF reviewer IN (decider, subject) OR EXISTS (
            SELECT FROM portal_householdmember AS one
            JOIN portal_householdmember AS other USING (household_id)
            WHERE one.person_id = reviewer AND other.person_id IN (decider, subject)
                AND one.since <= current_date AND coalesce(one.until, 'infinity') >= current_date
                AND other.since <= current_date
                AND coalesce(other.until, 'infinity') >= current_date
        ) THEN
            RAISE EXCEPTION 'who lives with them does not review'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_from_afar';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER by_another BEFORE INSERT ON benefits_allocationreview
        FOR EACH ROW EXECUTE FUNCTION refuse_near_allocation_review();
"""
NOT_ANOTHER = """
    DROP TRIGGER by_another ON benefits_allocationreview;
    DROP FUNCTION refuse_near_allocation_review();
"""


class Migration(migrations.Migration):
    """What is said of money that names no debt is never edited; another reviews it."""

    dependencies = [("benefits", "0042_allocations")]
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
