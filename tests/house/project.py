"""What the house is made of: its Python files, its templates, its texts."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
APPS = ("portal", "declarations", "benefits", "casework")
TEMPLATES = BASE / "templates"


def name(path: Path) -> str:
    """Return a file's name within the project."""
    return path.relative_to(BASE).as_posix()


def module(path: Path) -> str:
    """Return the dotted name of a Python file's module."""
    return name(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def python_files(*roots: str) -> list[Path]:
    """Return the Python files of some folders; of the four apps when none is named."""
    found = (path for root in roots or APPS for path in (BASE / root).rglob("*.py"))
    return sorted(found)


def migrations() -> list[Path]:
    """Return the migrations of the four apps."""
    return [
        path
        for path in python_files()
        if path.parent.name == "migrations" and path.stem != "__init__"
    ]


def live_code() -> list[Path]:
    """Return the Python files of the four apps without their migrations."""
    return [path for path in python_files() if "migrations" not in path.parts]


def templates() -> list[Path]:
    """Return every template of the project."""
    found = BASE.rglob("templates/**/*")
    shut = (".venv", "node_modules", "var")
    return sorted(p for p in found if p.is_file() and not set(shut) & set(p.parts))


@cache
def tree(path: Path) -> ast.Module:
    """Return a Python file as a syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def calls(function: str) -> Iterator[tuple[Path, ast.Call]]:
    """Yield each call of a function of that name in the four apps, with its file."""
    for path in live_code():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and _called(node) == function:
                yield path, node


def _called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
