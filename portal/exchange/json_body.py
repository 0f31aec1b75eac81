"""Reading JSON from outside: bytes in, an object out, or the reason why not.

Stricter than Python's reader, which takes texts that the database cannot hold, numbers that are
none, and the last of two members with one name.
"""

import json
import unicodedata
from typing import Any, NoReturn

from django.utils.translation import gettext

from portal.exchange.problems import FieldProblem, ProblemError

MAX_BYTES = 64 * 1024  # one declaration is a few hundred
MAX_DIGITS = 20


def read_json(data: bytes) -> dict[str, Any]:
    """Return the object that the bytes hold, with its texts in NFC; raise `ProblemError`.

    413 over `MAX_BYTES`; 422 for what is not UTF-8, not JSON, not an object, or too deep, for a
    name that comes twice, and for a NUL, another control character or half a surrogate pair.
    """
    if len(data) > MAX_BYTES:
        raise ProblemError(413, gettext("The message is too big."))
    try:
        found = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_int=_integer,
        )
        cleaned = _clean(found, "")
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(cleaned, dict):
        raise _unreadable()
    return cleaned


def _unreadable() -> ProblemError:
    return ProblemError(422, gettext("The message is not a JSON object in UTF-8."), "NOT-JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ProblemError(422, gettext("A name comes twice in one object."), "NOT-JSON")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(digits[:MAX_DIGITS])
    return int(digits)


def _clean(value: Any, path: str) -> Any:
    if isinstance(value, str):
        return _clean_text(value, path)
    if isinstance(value, dict):
        return {
            _clean_text(k, path): _clean(v, f"{path}.{k}".lstrip(".")) for k, v in value.items()
        }
    if isinstance(value, list):
        return [_clean(each, path) for each in value]
    return value


def _clean_text(text: str, path: str) -> str:
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n\r" for c in text):
        message = gettext("This holds a character that is not text, such as NUL.")
        shown = path.encode("ascii", "replace").decode()
        problem = FieldProblem(path=shown, message=message)
        raise ProblemError(422, message, "NOT-TEXT", errors=[problem])
    return unicodedata.normalize("NFC", text)
