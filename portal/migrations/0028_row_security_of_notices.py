from django.db import migrations

from portal.row_security import Rows, secure

TABLES = {
    "portal_noticelist": Rows(
        "SELECT",
        "EXISTS (SELECT FROM portal_pushsubscription AS above WHERE above.id = subscription_id)",
    ),
}


class Migration(migrations.Migration):
    """Let subscribers read what they are told of."""

    dependencies = [("portal", "0027_notice_lists")]
    operations = secure(TABLES)
