"""A process of the bench of wages. Each line that it reads is something to do; it answers each.

"work 7": work what is due, as a worker of the portal does, until message 7 is finished; the answer
is the peak of memory in kB. "ready 7 0 2 /tmp/file": have at hand what the rows of the first of two
parts of the file of message 7 refer to. "store": read that part against the whole model, and store
its facts on a shelf of that message by itself: without registers, rules and verdicts.
"""

import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import django

from portal.garbage import freeze, give_back_large


def main() -> None:
    """Do what each line says, until there are no more lines."""
    django.setup()
    freeze()
    give_back_large()
    store = None
    for line in sys.stdin:
        match line.split():
            case ["work", message]:
                _work(int(message))
            case ["ready", message, part, parts, path]:
                store = _ready(int(message), int(part), int(parts), Path(path))
            case ["store"] if store:
                store()
        sys.stdout.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}\n")
        sys.stdout.flush()


def _work(message: int) -> None:
    from declarations.wages.models import Load
    from portal.exchange.actions import move_outbox

    while not Load.objects.filter(message=message, finished_at__isnull=False).exists():
        if not move_outbox():
            time.sleep(0.002)


def _ready(message: int, part: int, parts: int, path: Path) -> Callable[[], None]:
    from declarations.wages.bench_storing import Storing
    from declarations.wages.models import Load

    load = Load.objects.get(message=message)
    storing = Storing.of(load, load.shelves.order_by("pk")[part])
    return partial(storing.store, path, part, parts)


if __name__ == "__main__":
    main()
