from importlib import import_module

from django.db import migrations

BEFORE = import_module("casework.migrations.0007_row_security_of_objections")
# For which sector's offices what concerns a right waits; a test holds them to the rules.
SECTORS = {**BEFORE.SECTORS, "work_accident": 1}
DECIDES = f"""
    CREATE OR REPLACE FUNCTION acting_schemes() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
        SELECT array_agg(scheme)
        FROM (VALUES {", ".join(f"('{scheme}', {sector})" for scheme, sector in SECTORS.items())})
            AS decided (scheme, sector)
        JOIN portal_institution AS office ON office.sector = decided.sector
        WHERE office.id = acting_institution() AND acting_kind() = 'caseworker'
    $$
"""  # noqa: S608 - texts of ours


class Migration(migrations.Migration):
    """Let accident insurers see what waits for them."""

    dependencies = [("casework", "0025_row_security_of_findings")]
    operations = [migrations.RunSQL(DECIDES, BEFORE.DECIDES)]
