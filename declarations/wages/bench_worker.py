"""A process of the bench of wages. Each line that it reads is something to do; it answers each.

"work 7": work what is due, as a worker of the portal does, until message 7 is finished; the answer
is the peak of memory in kB. "store 7 0 2 /tmp/file": read the first of two parts of the file of
message 7 against the whole model, and store its facts on a shelf of that message by itself: without
registers, rules and verdicts.
"""

import resource
import sys
import time
from pathlib import Path

import django


def main() -> None:
    """Do what each line says, until there are no more lines."""
    django.setup()
    for line in sys.stdin:
        match line.split():
            case ["work", message]:
                _work(int(message))
            case ["store", message, part, parts, path]:
                _store(int(message), int(part), int(parts), Path(path))
        sys.stdout.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}\n")
        sys.stdout.flush()


def _work(message: int) -> None:
    from declarations.wages.models import Load
    from portal.exchange.actions import move_outbox

    while not Load.objects.filter(message=message, finished_at__isnull=False).exists():
        if not move_outbox():
            time.sleep(0.002)


def _store(message: int, part: int, parts: int, path: Path) -> None:
    from django.db import transaction

    from declarations.wages import partitions
    from declarations.wages.bench_storing import Part, Storing
    from declarations.wages.cutting import cut
    from declarations.wages.models import Load

    load = Load.objects.get(message=message)
    shelf = load.shelves.order_by("pk")[part]
    storing = Storing.of(load)
    with path.open("rb") as file, transaction.atomic():
        partitions.make(shelf.quarter, shelf.pk)
        for piece in cut(Part(file, part, parts), load.flow):
            storing.store(shelf, piece)
        partitions.seal(shelf.quarter, shelf.pk)


if __name__ == "__main__":
    main()
