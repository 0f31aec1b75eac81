"""A database in which all migrations were run, of which every test database is a copy.

Run one by one they take as long as many tests. So they run once for the same migrations, not once
for each run and process: what they made is kept beside pytest's own cache.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import django
import psycopg
from psycopg import sql

from portal.embedded.programs import postgres_bin

BASE: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = BASE / ".pytest_cache" / "migrated"
NAME: Final = "solida_migrated"
# What migrations are made of, and what they call.
INPUTS: Final = ("*/migrations/*.py", "portal/row_security.py", "declarations/hiring/spans.py")


def migrated() -> str:
    """Return its name on the server of this run."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as session:
        session.execute("SELECT pg_advisory_lock(1)")  # one process of this run makes it
        kept = FOLDER / f"{NAME}_{_digest(session)}.sql"
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        known = [name for (name,) in session.execute(query, [NAME])]
        if kept.stem not in known:
            for older in known:
                session.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(older)))
            unfinished, name = sql.Identifier(NAME), sql.Identifier(kept.stem)
            session.execute(sql.SQL("CREATE DATABASE {}").format(unfinished))
            _make(session.info, kept)
            session.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(unfinished, name))
    return kept.stem


def _make(server: psycopg.ConnectionInfo, kept: Path) -> None:
    """Make it from what an earlier run kept, or by migrations, and keep that."""
    place = os.environ | {
        "PGHOST": server.host,
        "PGPORT": str(server.port),
        "PGUSER": server.user,
        "PGPASSWORD": server.password,
        "PGDATABASE": NAME,
    }
    programs = postgres_bin()
    if kept.exists():
        quietly = ["-qX", "--output=/dev/null", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        subprocess.run([programs / "psql", *quietly, "-f", kept], env=place, check=True)
        return
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{NAME}").geturl()
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(migrate, cwd=BASE, env=os.environ | {"DATABASE_URL": url}, check=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for older in FOLDER.glob("*.sql"):
        older.unlink()
    made = kept.with_suffix(".new")
    if subprocess.run([programs / "pg_dump", "-f", made], env=place).returncode == 0:
        made.rename(kept)  # a newer server of one's own refuses: then they run each time


def _digest(session: psycopg.Connection) -> str:
    """Return what tells one set of migrations, as a server and Django run them, from another."""
    digest = hashlib.sha256(f"{session.info.server_version} {django.VERSION}".encode())
    for path in sorted(path for pattern in INPUTS for path in BASE.glob(pattern)):
        digest.update(str(path.relative_to(BASE)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]
