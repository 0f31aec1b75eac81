from django.db import migrations

TABLES = ("portal_profilechange", "portal_profilereview")

# What it says stays; it may end, and sooner than was said.
ENDS_ONLY = """
    CREATE FUNCTION refuse_profile_edit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.ended_at IS NOT NULL
            OR coalesce(NEW.until, 'infinity') > coalesce(OLD.until, 'infinity')
            OR to_jsonb(NEW) - '{until,ended_at}'::text[]
                <> to_jsonb(OLD) - '{until,ended_at}'::text[]
        THEN
            RAISE EXCEPTION 'a profile is not edited: it ends, and another begins'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'profile_ends_only';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER ends_only BEFORE UPDATE ON portal_authorisation
        FOR EACH ROW EXECUTE FUNCTION refuse_profile_edit();
"""
EDITED = """
    DROP TRIGGER ends_only ON portal_authorisation; DROP FUNCTION refuse_profile_edit();
"""

ANOTHER = """
    CREATE FUNCTION refuse_near_profile_review() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE proposer bigint; reviewer bigint; proposing bigint; reviewing bigint;
    BEGIN
        SELECT account.id, account.person_id INTO proposing, proposer
            FROM portal_profilechange AS change
            JOIN portal_capacity AS capacity ON capacity.id = change.proposed_by_id
            JOIN portal_user AS account ON account.id = capacity.user_id
            WHERE change.id = NEW.change_id;
        SELECT account.id, account.person_id INTO reviewing, reviewer
            FROM portal_capacity AS capacity
            JOIN portal_user AS account ON account.id = capacity.user_id
            WHERE capacity.id = NEW.reviewed_by_id;
        IF proposing = reviewing OR proposer = reviewer OR EXISTS (
            SELECT FROM portal_householdmember AS one
            JOIN portal_householdmember AS other USING (household_id)
            WHERE one.person_id = reviewer AND other.person_id = proposer
                AND one.since <= current_date AND coalesce(one.until, 'infinity') >= current_date
                AND other.since <= current_date
                AND coalesce(other.until, 'infinity') >= current_date
        ) THEN
            RAISE EXCEPTION 'who proposed, or lives with them, does not review'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'profile_review_by_another';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER by_another BEFORE INSERT ON portal_profilereview
        FOR EACH ROW EXECUTE FUNCTION refuse_near_profile_review();
"""
NOT_ANOTHER = """
    DROP TRIGGER by_another ON portal_profilereview; DROP FUNCTION refuse_near_profile_review();
"""


class Migration(migrations.Migration):
    """Profiles are never edited; what was proposed and reviewed stays, reviewed by another."""

    dependencies = [("portal", "0037_profile_changes")]
    operations = [
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
                f"DROP TRIGGER append_only ON {table}",
            )
            for table in TABLES
        ),
        migrations.RunSQL(ENDS_ONLY, EDITED),
        migrations.RunSQL(ANOTHER, NOT_ANOTHER),
    ]
