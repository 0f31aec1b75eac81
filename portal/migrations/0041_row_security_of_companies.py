from django.db import migrations

from portal.row_security import WEB, Rows, also_seen, secure

OF_MY_OFFICE = "institution_id = (SELECT acting_institution())"
MY_COMPANY = "company_id = (SELECT acting_company())"
# Of which one's institution has a file: as of persons, it may know who else has one.
IN_FILE = """
    (SELECT acting_kind()) = 'institution' AND EXISTS (
        SELECT FROM portal_company_file AS file
        WHERE file.company_id = portal_companyregistration.company_id
            AND file.institution_id = (SELECT acting_institution())
    )
"""

TABLES = {
    "portal_companyregistration": Rows(
        "SELECT, INSERT, UPDATE",
        f"{OF_MY_OFFICE} OR {MY_COMPANY} OR {IN_FILE}",
        written=OF_MY_OFFICE,
    ),
}


class Migration(migrations.Migration):
    """An institution keeps its files of companies; a company reads of those about it."""

    dependencies = [("portal", "0040_companies_as_data_subjects")]
    operations = [
        # Read with the rights of its owner.
        migrations.RunSQL(
            [
                "CREATE VIEW portal_company_file AS SELECT company_id, institution_id"
                " FROM portal_companyregistration WHERE ended_at IS NULL",
                f"GRANT SELECT ON portal_company_file TO {WEB}",
            ],
            "DROP VIEW portal_company_file",
        ),
        *secure(TABLES),
        *also_seen("about_company", {"portal_exchange": MY_COMPANY}),
    ]
