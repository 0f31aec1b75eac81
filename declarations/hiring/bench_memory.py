"""Take a file in, judge it, and say the highest memory that this process ever had, in kB.

`python -m declarations.hiring.bench_memory CAPACITY` reads the file from standard input.
"""

import re
import sys
from pathlib import Path

import django


def peak(capacity: int, data: bytes) -> int:
    """Return the peak of resident memory after the file, in kB (Linux)."""
    from declarations.channels.uploads import take_file
    from portal.access.models import Capacity
    from portal.exchange.actions import move_outbox

    taken = take_file(Capacity.objects.get(pk=capacity), data)
    if not taken.new:
        raise RuntimeError(f"the file is not taken: {taken.findings[:3]}")
    move_outbox()
    found = re.search(r"VmHWM:\s+([0-9]+) kB", Path("/proc/self/status").read_text())
    if found is None:
        raise RuntimeError("this system does not say how much memory a process had")
    return int(found[1])


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(str(peak(int(sys.argv[1]), sys.stdin.buffer.read())))
