from django.db import migrations

# One condition after the other, each with a plan of its own that is kept: the first that holds
# ends it. What is more often true, and costs least, goes first.
STEPS = """
    CREATE OR REPLACE FUNCTION names_person(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        my_kind text := acting(2);
        my_company bigint := acting(5);
        my_office bigint := acting(6);
        me bigint := acting_self();
        represented bigint := acting_person();
    BEGIN
        IF EXISTS (
            SELECT FROM portal_mandate AS mandate
            WHERE mandate.giver_person_id = person AND mandate.holder_person_id = me
        ) THEN RETURN true; END IF;
        IF EXISTS (
            SELECT FROM portal_mandate AS mandate
            WHERE mandate.holder_person_id = person AND mandate.giver_person_id = me
        ) THEN RETURN true; END IF;
        IF EXISTS (
            SELECT FROM portal_living AS one JOIN portal_living AS other USING (household_id)
            WHERE one.person_id = person AND other.person_id = me
        ) THEN RETURN true; END IF;
        IF represented IS DISTINCT FROM me AND EXISTS (
            SELECT FROM portal_living AS one JOIN portal_living AS other USING (household_id)
            WHERE one.person_id = person AND other.person_id = represented
        ) THEN RETURN true; END IF;
        IF EXISTS (
            SELECT FROM portal_user AS account
            JOIN portal_capacity AS other ON other.user_id = account.id
            WHERE account.person_id = person
                AND (other.company_id = my_company OR other.institution_id = my_office)
        ) THEN RETURN true; END IF;
        IF my_kind = 'citizen' AND EXISTS (
            SELECT FROM portal_user AS account
            JOIN portal_capacity AS other ON other.user_id = account.id
            JOIN portal_accessline AS line ON line.capacity_id = other.id
            WHERE account.person_id = person AND line.person_id = represented
        ) THEN RETURN true; END IF;
        RETURN coalesce(my_kind = 'supervisor', false) AND EXISTS (
            SELECT FROM portal_glassbreak AS glass
            JOIN portal_capacity AS opener ON opener.id = glass.capacity_id
            WHERE glass.person_id = person AND opener.institution_id = my_office
        );
    END $$;
"""


class Migration(migrations.Migration):
    """Ask step by step whether somebody may read a person's name."""

    dependencies = [("portal", "0032_row_security_kept")]
    operations = [migrations.RunSQL(STEPS, migrations.RunSQL.noop)]
