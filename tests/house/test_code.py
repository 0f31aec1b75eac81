"""The form of the code: sizes, docstrings, raised denials, frozen migrations."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house import project

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
Function = ast.FunctionDef | ast.AsyncFunctionDef
DENIALS = {"PermissionDenied", "Http404"}

# Migrations freeze fields and constraints; these expressions are parts of constraints.
FROZEN = ("portal.people.models.DateSpan", "declarations.hiring.spans.MomentSpan")
# Says to the database what a migration's own table says; what it once wrote, it always writes.
WRITES_ALIKE = "portal.row_security"


def _functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(project.tree(path)):
        if isinstance(node, Function):
            yield node


def _length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_files_and_functions_stay_short() -> None:
    code = [*project.live_code(), *project.python_files("tests")]
    long_files = [
        f"{project.name(path)}: {lines} lines"
        for path in code
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE
    ]
    long_functions = [
        f"{project.name(path)}: {function.name} has {_length(function)} lines"
        for path in code
        for function in _functions(path)
        if _length(function) > LONGEST_FUNCTION
    ]
    assert long_files + long_functions == []


def test_the_day_of_a_moment_is_the_day_on_the_wall() -> None:
    """A stored moment is in UTC: its own `.date()` is yesterday during the first hours of a day."""
    wrong = [
        f"{project.name(path)}:{node.lineno}"
        for path in project.live_code()
        for node in ast.walk(project.tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"date", "year", "month", "day", "hour"}
        and isinstance(node.value, ast.Attribute)
        and node.value.attr.endswith("_at")
    ]
    assert wrong == []


def test_things_are_named() -> None:
    vague = {"utils.py", "helpers.py", "misc.py", "common.py"}
    everything = project.python_files(*project.APPS, "tests")
    assert [project.name(path) for path in everything if path.name in vague] == []


def test_public_functions_say_what_they_do() -> None:
    silent = [
        f"{project.name(path)}: {node.name}"
        for path in project.live_code()
        for node in project.tree(path).body
        if isinstance(node, Function)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_a_denial_is_raised() -> None:
    """`PermissionDenied()` on a line of its own, or returned, lets everybody in."""
    dropped = [
        f"{project.name(path)}:{node.lineno}"
        for path in project.live_code()
        for node in ast.walk(project.tree(path))
        if (isinstance(node, ast.Expr) and _name(node.value).endswith("Error"))
        or (isinstance(node, ast.Expr | ast.Return) and _name(node.value) in DENIALS)
    ]
    assert dropped == []


def _name(value: ast.expr | None) -> str:
    """The name of what is called or named, without its module."""
    if isinstance(value, ast.Call):
        value = value.func
    return value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")


def test_migrations_are_named() -> None:
    assert [project.name(p) for p in project.migrations() if "_auto_" in p.name] == []


def test_migrations_import_no_live_code() -> None:
    """What changes later may not change what a migration did."""
    alive = {
        f"{project.name(path)}: {said}"
        for path in project.migrations()
        for said in _live_names(project.tree(path))
    }
    assert alive == set()


def _live_names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        ours = isinstance(node, ast.ImportFrom) and _is_ours(node.module or "")
        if isinstance(node, ast.ImportFrom) and ours and node.module != WRITES_ALIKE:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        if isinstance(node, ast.Attribute) and _is_ours(ast.unparse(node)):
            dotted = ast.unparse(node)
            if not any(frozen.startswith(dotted) for frozen in FROZEN):
                yield dotted


def _is_ours(dotted: str) -> bool:
    return dotted.split(".")[0] in project.APPS
