from django.db import migrations

from portal.row_security import also_seen

# Who of the office has a case open at this moment: the last lines of its own cases.
HERE = """
    (SELECT acting_kind()) = 'caseworker' AND portal_accessline.opened
    AND portal_accessline.at > now() - interval '10 minutes'
    AND EXISTS (
        SELECT FROM casework_case AS held WHERE held.reference = portal_accessline.case
            AND held.office_id = (SELECT acting_institution())
    )
"""


class Migration(migrations.Migration):
    """Let caseworkers see which colleague has a case of the office open just now."""

    dependencies = [("casework", "0040_row_security_of_surveys")]
    operations = also_seen("here", {"portal_accessline": HERE})
