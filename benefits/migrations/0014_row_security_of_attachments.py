from django.db import migrations

from portal.row_security import Rows, secure

# What was sent with an application stays; before that it can be taken away. Nothing is edited.
STAYS = """
    CREATE FUNCTION refuse_to_lose_what_was_sent() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        IF EXISTS (SELECT FROM benefits_claim WHERE id = OLD.claim_id AND status <> 'draft') THEN
            RAISE EXCEPTION 'what was sent with an application stays';
        END IF;
        RETURN OLD;
    END $$;
    CREATE TRIGGER stays BEFORE DELETE ON benefits_attachment
        FOR EACH ROW EXECUTE FUNCTION refuse_to_lose_what_was_sent();
    CREATE TRIGGER never_edited BEFORE UPDATE ON benefits_attachment
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER never_edited BEFORE UPDATE ON benefits_content
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    -- Photos and PDF are packed already.
    ALTER TABLE benefits_content ALTER COLUMN data SET STORAGE EXTERNAL;
"""
NO_LONGER = """
    DROP TRIGGER never_edited ON benefits_content;
    DROP TRIGGER never_edited ON benefits_attachment;
    DROP TRIGGER stays ON benefits_attachment;
    DROP FUNCTION refuse_to_lose_what_was_sent();
"""
TABLES = {
    # Whoever sees an application sees its documents; only who applies adds and removes them.
    "benefits_attachment": Rows(
        "SELECT, INSERT, DELETE",
        "EXISTS (SELECT FROM benefits_claim AS claim WHERE claim.id = claim_id)",
        written="""EXISTS (
            SELECT FROM benefits_claim AS claim
            WHERE claim.id = claim_id AND claim.person_id = (SELECT acting_person())
        )""",
    ),
    "benefits_content": Rows(
        "SELECT, INSERT",
        """EXISTS (
            SELECT FROM benefits_attachment AS attachment
            WHERE attachment.content_id = benefits_content.sha256
        )""",
        written="(SELECT acting_person()) IS NOT NULL",
    ),
}


class Migration(migrations.Migration):
    """Open documents to the web: to who applied, and to who has the case."""

    dependencies = [("benefits", "0013_attachments")]
    operations = [migrations.RunSQL(STAYS, NO_LONGER), *secure(TABLES)]
