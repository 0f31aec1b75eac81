from django.db import migrations

# Roles belong to the whole server and its databases are many: another may be at it at this moment.
ROLE = """
    DO $$
    BEGIN
        FOR attempt IN 1..20 LOOP
            BEGIN
                IF to_regrole('solida_web') IS NULL THEN
                    CREATE ROLE solida_web NOLOGIN;
                END IF;
                IF NOT pg_has_role(current_user, 'solida_web', 'SET') THEN
                    EXECUTE format('GRANT solida_web TO %I', current_user);
                END IF;
                EXIT;
            EXCEPTION
                WHEN duplicate_object OR unique_violation OR internal_error THEN
                    PERFORM pg_sleep(0.05);
                WHEN insufficient_privilege THEN
                    RAISE insufficient_privilege USING MESSAGE = format(
                        'The portal needs the role solida_web, and %1$I may not make it or become '
                        'it. Let an administrator of this PostgreSQL run: '
                        'CREATE ROLE solida_web; GRANT solida_web TO %1$I;', current_user);
            END;
        END LOOP;
        EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    END $$;
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO solida_web;
    -- To draw a number says nothing, and each insert may have to.
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO solida_web;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO solida_web;
"""


class Migration(migrations.Migration):
    """Who serves requests owns nothing: a table is closed to it until a migration opens it."""

    dependencies = [("portal", "0022_batches_and_indexes")]
    operations = [migrations.RunSQL(ROLE, "DROP OWNED BY solida_web")]
