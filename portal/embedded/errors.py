"""What a newcomer can put right: shown as one line, without a traceback."""

from pathlib import Path


class CannotStart(Exception):  # noqa: N818 - reads as the sentence that it is
    """The reason, in one line, why the portal does not start or go on; `log` tells more."""

    def __init__(self, reason: str, log: Path | None = None) -> None:
        super().__init__(reason)
        self.log = log
