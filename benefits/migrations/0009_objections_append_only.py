from django.db import migrations

TABLES = ("benefits_objection", "benefits_objectionanswer")

ANOTHER = """
    CREATE FUNCTION refuse_own_answer() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM benefits_objection AS objection
            JOIN benefits_decision AS decision ON decision.id = objection.decision_id
            WHERE objection.id = NEW.objection_id AND decision.decided_by_id = NEW.answered_by_id
        ) THEN
            RAISE EXCEPTION 'who decided does not answer the objection'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'objection_answered_by_another';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER by_another BEFORE INSERT ON benefits_objectionanswer
        FOR EACH ROW EXECUTE FUNCTION refuse_own_answer();
"""
NOT_ANOTHER = """
    DROP TRIGGER by_another ON benefits_objectionanswer;
    DROP FUNCTION refuse_own_answer();
"""


class Migration(migrations.Migration):
    """What was objected and answered is never edited, and answered by somebody else."""

    dependencies = [("benefits", "0008_objections")]
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
