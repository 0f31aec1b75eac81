"""How often somebody may try: counted in the database, the same for all processes.

For acts by which somebody could guess what is not theirs to know, such as a secret or whether a
national number is somebody's.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

BEGUN: Final = "now() - make_interval(secs => %(seconds)s)"
COUNT: Final = f"""
    WITH forgotten AS (
        DELETE FROM portal_tally WHERE since < now() - interval '1 hour' AND key <> %(key)s
    )
    INSERT INTO portal_tally AS tally (key, since, count) VALUES (%(key)s, now(), 1)
    ON CONFLICT (key) DO UPDATE SET
        since = CASE WHEN tally.since < {BEGUN} THEN now() ELSE tally.since END,
        count = CASE WHEN tally.since < {BEGUN} THEN 1 ELSE tally.count + 1 END
    RETURNING count
"""  # noqa: S608 - a text of ours

LOOK: Final = f"SELECT count FROM portal_tally WHERE key = %(key)s AND since >= {BEGUN}"  # noqa: S608


@dataclass(frozen=True)
class Limit:
    """An act that one may try `most` times in `seconds`, an hour at most, from the first on."""

    act: str
    most: int
    seconds: int

    def exceeded(self, *who: object) -> bool:
        """Count one more try by somebody; say whether it is one too many."""
        with connection.cursor() as cursor:
            cursor.execute(COUNT, {"key": self._key(who), "seconds": self.seconds})
            tried: int = cursor.fetchone()[0]
        return tried > self.most

    def reached(self, *who: object) -> bool:
        """Say whether the next try would be one too many, and count nothing.

        For acts of which only the failed ones are counted.
        """
        with connection.cursor() as cursor:
            cursor.execute(LOOK, {"key": self._key(who), "seconds": self.seconds})
            found = cursor.fetchone()
        return found is not None and found[0] >= self.most

    def _key(self, who: Sequence[object]) -> str:
        name = "\0".join([self.act, *map(str, who)])
        return hashlib.sha256(name.encode()).hexdigest()


TOKEN = Limit("token", 30, 60)
LOOK_UP = Limit("look up a worker", 60, 600)
# A code of an app lives for 90 seconds; tried once, it is spent for longer than that.
ONE_TIME_CODE = Limit("one-time code", 1, 120)
CONTACT = Limit("change how one is reached", 10, 3600)
EXPORT = Limit("ask for a copy of everything", 5, 3600)
IDENTITY = Limit("name a person whom the proof does not fit", 20, 3600)
MANDATE = Limit("ask for a mandate", 30, 600)
HELPER_CODE = Limit("try the code of a helper", 10, 600)
NATIONAL = Limit("ask the national identity provider", 60, 300)
SEARCH = Limit("look up a person", 30, 600)
GLASS = Limit("open a file without a case", 10, 3600)
