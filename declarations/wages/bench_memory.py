"""One process that takes a file of wages in and works it; it prints its peak of memory in kB."""

import re
import sys
from pathlib import Path

import django

from portal.garbage import freeze, give_back_large


def main() -> None:
    """Take in the file that is named, for the capacity that is named."""
    django.setup()
    freeze()  # as the portal's workers do
    give_back_large()

    from declarations.wages.intake import take
    from declarations.wages.models import Load
    from portal.access.models import Capacity
    from portal.exchange.actions import move_outbox
    from portal.exchange.models import Channel

    capacity, path = Capacity.objects.get(pk=sys.argv[1]), Path(sys.argv[2])
    with path.open("rb") as file:
        message, _new = take(capacity, Channel.FILE, str(path.stat().st_size), file)
    while not Load.objects.filter(message=message, finished_at__isnull=False).exists():
        move_outbox()
    # What the system says of a process's resources begins with those of who started it.
    found = re.search(r"VmHWM:\s+([0-9]+) kB", Path("/proc/self/status").read_text())
    if found is None:
        raise RuntimeError("this system does not say how much memory a process had")
    sys.stdout.write(f"{found[1]}\n")


if __name__ == "__main__":
    main()
