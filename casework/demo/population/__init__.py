"""A synthetic Belgium: nobody's persons, with the households, ages, work and pay of the real one.

`people` draws who lives with whom and `work` who works where, for what pay: arrays, by a seed.
`registers` enters what registers know, `declaring` what employers and institutions say of it, by
the one way through. `marginals.yaml` holds what is published, and what was chosen.
"""

from pathlib import Path
from typing import Any, Final

import yaml

MARGINALS: Final[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("marginals.yaml").read_text(encoding="utf-8")
)
PIECE: Final = 100_000  # persons that are drawn together; each piece has a seed of its own
PIECES: Final = 100  # at most, for which there are numbers
