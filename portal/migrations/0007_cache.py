from django.db import migrations

# What Django's cache in the database expects; unlogged, since nothing of it need survive a crash.
TABLE = """
    CREATE UNLOGGED TABLE portal_cache (
        cache_key varchar(255) PRIMARY KEY,
        value text NOT NULL,
        expires timestamp with time zone NOT NULL
    );
    CREATE INDEX portal_cache_expires ON portal_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0006_tallies")]

    operations = [migrations.RunSQL(TABLE, "DROP TABLE portal_cache")]
