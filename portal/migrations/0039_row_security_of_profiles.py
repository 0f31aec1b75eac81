from django.db import migrations

from portal.row_security import Rows, Shared, secure

ADD = "SELECT, INSERT"
# The institution that keeps the profiles.
KEEPER = "'profiles' = ANY ((SELECT acting_services())::text[])"
OWN = "institution_id = (SELECT acting_institution()) AND (SELECT acting_kind()) = 'institution'"

TABLES = {
    "portal_authorisation": Shared(
        "SELECT, INSERT, UPDATE", "who may ask for which data is public", written=KEEPER
    ),
    "portal_profilechange": Rows(
        ADD,
        f"{OWN} OR {KEEPER}",
        written=f"{OWN} AND proposed_by_id = (SELECT acting_capacity())",
    ),
    "portal_profilereview": Rows(
        ADD,
        "EXISTS (SELECT FROM portal_profilechange AS above WHERE above.id = change_id)",
        written=f"{KEEPER} AND reviewed_by_id = (SELECT acting_capacity())",
    ),
}


class Migration(migrations.Migration):
    """Who keeps the profiles lets them begin and end; an institution proposes its own."""

    dependencies = [("portal", "0038_profile_changes_append_only")]
    operations = secure(TABLES)
