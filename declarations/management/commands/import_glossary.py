"""`manage.py import_glossary`: read the official glossary and say what changed.

    manage.py import_glossary FBDimona20241NL.xml Zones_Dimona20241NL.xml
    manage.py import_glossary FOLDER --flow dimona --write

Blocks and zones of a flow belong together; annexes stand for themselves. Nothing is written
without `--write`.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

from declarations.glossary import annexes, catalog, comparing, importing, publications, reading
from declarations.glossary.publications import NotAPublicationError, Publication


class Command(BaseCommand):
    """Safe to repeat: the same files give the same version."""

    help = "Read official glossary files into a new version, and show what changed."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Let `--version` be that of the glossary: Django's own would be in its place."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take files or folders."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--flow", help="only this flow, by our name for it")
        parser.add_argument("--version", dest="as_version", help="the version, if not as published")
        parser.add_argument("--write", action="store_true", help="write the data files")
        parser.add_argument("--into", type=Path, default=catalog.DATA, help="where they stand")

    def handle(self, *args: Any, **options: Any) -> None:
        """Report on each flow and annex; refuse a file that is neither."""
        try:
            self._import(files(options["paths"]), options)
        except NotAPublicationError as reason:
            raise CommandError(str(reason)) from None
        if not options["write"]:
            self.stdout.write("Nothing was written. Use --write to write the new versions.")

    def _import(self, paths: list[Path], options: dict[str, Any]) -> None:
        lists = [path for path in paths if publications.parse(path).tag != "List"]
        for published in publications.read(path for path in paths if path not in lists):
            self._flow(published, options)
        for path in lists if not options["flow"] else []:
            self._annex(path, options)

    def _flow(self, published: Publication, options: dict[str, Any]) -> None:
        folder = options["into"]
        data = importing.data_of(published, folder)
        if options["flow"] not in (None, data["flow"]):
            return
        data["version"] = options["as_version"] or data["version"]
        held = importing.newest_data(data["root"], folder, published.version)
        since = f"since {held['version']}" if held else "a new flow"
        self._report(f"{data['flow']} {data['version']}, {since}", comparing.changes(held, data))
        if held and "texts" not in held:
            self.stdout.write("  The official texts of that version were not kept: not compared.")
        if options["write"]:
            self.stdout.write(f"  Written: {importing.write(data, folder).name}")

    def _annex(self, path: Path, options: dict[str, Any]) -> None:
        name, data = annexes.name_of(path), annexes.annex_of(path)
        if not data["codes"]:
            self.stdout.write(f"{path.name}: no list of codes with labels, left out")
            return
        target = options["into"] / f"{name}.yaml"
        held = reading.load(target) if target.exists() else None
        self._report(name, annexes.changes(held, data))
        if options["write"]:
            text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
            target.write_text(text, "utf-8")
            self.stdout.write(f"  Written: {target.name}")

    def _report(self, title: str, lines: list[str]) -> None:
        self.stdout.write(f"{title}: {len(lines)} changes")
        for line in lines:
            self.stdout.write(f"  {line}")


def files(paths: Iterable[Path]) -> list[Path]:
    """The files, and the XML files of the folders, in a fixed order; raises `CommandError`."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise CommandError(f"{path} does not exist.")
        found += sorted(path.glob("*.xml")) if path.is_dir() else [path]
    return found
