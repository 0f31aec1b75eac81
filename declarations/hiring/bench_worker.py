"""One process of the portal's worker: on a line it does all that is due, and says that it is done.

`python -m declarations.hiring.bench_worker`
"""

import sys

import django


def work() -> None:
    """Say that all is loaded, wait for the line, move the outbox."""
    from django.db import connection

    from portal.exchange.actions import move_outbox, ring
    from portal.garbage import freeze

    connection.ensure_connection()
    ring()  # its connection to the broker stands, too
    freeze()
    _say("ready")
    sys.stdin.readline()
    move_outbox()
    _say("done")


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    work()
