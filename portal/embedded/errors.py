"""What a newcomer can put right: shown as one line, without a traceback."""


class CannotStart(Exception):  # noqa: N818 - reads as the sentence that it is
    """The reason, in one line, why the portal does not start."""
