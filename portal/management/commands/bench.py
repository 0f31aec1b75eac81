"""Run the benches of all rooms, or those that are named."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from django.test.utils import override_settings

from portal.garbage import freeze
from portal.pages.bench import BENCHES
from portal.rooms import import_from_rooms


class Command(BaseCommand):
    """Each bench prints one line of JSON; the command fails only when one could not run."""

    help = "Measure, in a database that is thrown away; without names every bench."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the names of benches, and how large they are."""
        parser.add_argument("names", nargs="*", metavar="NAME")
        parser.add_argument(
            "--persons", type=int, metavar="N", help="of how many persons, where a bench asks"
        )

    def handle(
        self, *args: Any, names: list[str], persons: int | None = None, **options: Any
    ) -> None:
        """Run them one after the other."""
        if persons:
            os.environ["BENCH_PERSONS"] = str(persons)  # benches read it, and the servers' process
        import_from_rooms("bench")
        chosen = sorted(_chosen(names))
        if not _server_answers():
            sys.exit(_run_with_own_servers(names))
        # Pages are measured as they are served, with their static files beside them.
        call_command("collectstatic", interactive=False, verbosity=0)
        freeze()  # as the portal's workers do
        with _template() as template, override_settings(DEBUG=False):
            for name in chosen:
                with _copy_of(template):
                    self.stdout.write(json.dumps(BENCHES[name]().line(name)))
                self.stdout.flush()


def _chosen(names: list[str]) -> set[str]:
    """Return the benches of these names; "hiring" is "hiring-single" too, and none is all."""
    found = {each: {b for b in BENCHES if b == each or b.startswith(f"{each}-")} for each in names}
    for each, chosen in found.items():
        if not chosen:
            raise CommandError(f"No bench {each}; there are {', '.join(sorted(BENCHES))}.")
    return set().union(*found.values()) if names else set(BENCHES)


def _server_answers() -> bool:
    """Say whether there is a server; one that was named and does not answer raises."""
    try:
        connection.ensure_connection()
    except OperationalError:
        if os.environ.get("DATABASE_URL"):
            raise
        return False
    return True


def _run_with_own_servers(names: list[str]) -> int:
    command = [sys.executable, "manage.py", "bench", *names]
    return subprocess.run(  # noqa: S603 - this same command
        [sys.executable, "-m", "portal.embedded.throwaway", *command], cwd=settings.BASE_DIR
    ).returncode


@contextmanager
def _template() -> Iterator[str]:
    """Make a database beside the portal's own, which is not touched; return its name."""
    own = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_{os.getpid()}"
    with redirect_stdout(sys.stderr):  # where Django says that the cache's table stands already
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield connection.settings_dict["NAME"]
    finally:
        connection.creation.destroy_test_db(own, verbosity=0)


@contextmanager
def _copy_of(template: str) -> Iterator[None]:
    """Work in a copy of a database, so that no bench meets what another one left."""
    copy = f"{template}_{uuid4().hex[:8]}"
    _say(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')
    connection.settings_dict["NAME"] = copy
    try:
        yield
    finally:
        _say(f'DROP DATABASE "{copy}"')
        connection.settings_dict["NAME"] = template


def _say(statement: str) -> None:
    connection.close()  # of a database that is copied or dropped
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
