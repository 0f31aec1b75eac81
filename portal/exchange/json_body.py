"""Reading JSON from outside: bytes in, an object out, or the reason why not.

Stricter than Python's reader, which takes texts that the database cannot hold, numbers that are
none, and the last of two members with one name.
"""

import json
import re
import unicodedata
from typing import Any, NoReturn

from django.utils.translation import gettext

from portal.exchange.problems import FieldProblem, ProblemError

MAX_BYTES = 64 * 1024  # one declaration is a few hundred
MAX_BYTES_MANY = 12 * 1024 * 1024
MAX_MANY = 10_000
MAX_DIGITS = 20
BEFORE_JSON = b"\xef\xbb\xbf \t\r\n"
NAME = re.compile(r'"[ \t\r\n]*:')
WHITE = str.maketrans("\t\r\n", "   ")


def read_json(data: bytes, most: int = MAX_BYTES) -> dict[str, Any]:
    """Return the object that the bytes hold, with its texts in NFC; raise `ProblemError`.

    413 over `most` bytes; 422 for what is not UTF-8, not JSON, not an object, or too deep, for a
    name that comes twice, and for a NUL, another control character or half a surrogate pair.
    """
    if len(data) > most:
        raise _too_big()
    found = _read(data)
    if not isinstance(found, dict):
        raise _unreadable()
    return found


def read_json_many(data: bytes) -> dict[str, Any] | list[Any]:
    """Return the object or the list that the bytes hold; see `read_json`.

    413 for a list over `MAX_BYTES_MANY` or with more than `MAX_MANY` members.
    """
    if not is_list(data):
        return read_json(data)
    if len(data) > MAX_BYTES_MANY:
        raise _too_big()
    found = _read(data)
    if not isinstance(found, list):
        raise _unreadable()
    if len(found) > MAX_MANY:
        raise _too_big()
    return found


def is_list(data: bytes) -> bool:
    """Say whether bytes begin as a list in JSON does: no other document of ours begins so."""
    return data.lstrip(BEFORE_JSON).startswith(b"[")


def _read(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
        if not _is_clean(text):
            return _clean(STRICT.decode(text), "")
        found = QUICK.decode(text)
        # Each name stands before a colon. Where there are as many members, none came twice.
        return found if _members(found) == len(NAME.findall(text)) else STRICT.decode(text)
    except (ValueError, RecursionError):
        raise _unreadable() from None


def _members(value: Any) -> int:
    """Return how many members all objects within a clean value have, at the speed of a writer.

    What it writes after a name stands nowhere else: no clean text holds a quotation mark.
    """
    return json.dumps(value, ensure_ascii=False).count('": ')


def _is_clean(text: str) -> bool:
    """Say whether all texts of a document are clean as they stand: it then need not be walked."""
    return (
        "\\" not in text
        and text.translate(WHITE).isprintable()
        and unicodedata.is_normalized("NFC", text)
    )


def _too_big() -> ProblemError:
    return ProblemError(413, gettext("The message is too big."))


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


QUICK = json.JSONDecoder(parse_constant=_refuse_constant, parse_int=_integer)
# Looks at each object, which takes most of its time.
STRICT = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_refuse_constant, parse_int=_integer
)
