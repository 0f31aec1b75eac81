"""`python -m portal.embedded`: run the portal, with a database and a broker of its own."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

from portal.embedded.errors import CannotStart
from portal.embedded.launcher import run
from portal.embedded.places import Places
from portal.embedded.terminal import say, say_end_of

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def main() -> int:
    """Run until asked to stop; return the exit status."""
    for number in _SIGNALS:
        signal.signal(number, _stop)
    base = Path(__file__).resolve().parents[2]
    os.chdir(base)
    try:
        run(Places.from_environment(base), _port())
    except KeyboardInterrupt:
        say("Stopped.")
    except CannotStart as reason:
        if reason.log:
            say_end_of(reason.log)
        say(str(reason))
        return 1
    return 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    for number in _SIGNALS:  # a second Ctrl-C must not disturb the order in which all is stopped
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise CannotStart(f"PORT must be a number from 1 to 65535, not {text}.")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
