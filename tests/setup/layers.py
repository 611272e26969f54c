"""The order of the house: what may import what, read from the source without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

# From the ground up. What stands on one line may import everything below it, and its neighbors one way.
LAYERS = (
    ("broken_schema", "config", "connections", "converting", "fingerprints", "paths", "public_url", "traces"),
    (
        "db",
        "hardened_xml",
        "isolates",
        "letters",
        "refused",
        "toml_file",
        "toml_rows",
        "wording",
        "words",
        "proxies",
        "database_file",
        "shown",
        "turns",
    ),
    ("in_use", "lan", "serving"),
    ("scores",),
    ("sheet", "paper"),
    ("scope", "prose", "doses"),
    ("checks",),
    ("handoff",),
    ("derived",),
    ("report", "export", "permissions", "standard"),
    ("people", "audit"),
    ("visit",),
    ("accounts",),
    ("review", "scenarios", "rulebook", "class_rules", "rehearsal", "endings"),
    ("agencies",),
    ("models", "schemas"),
    ("batch", "intake"),
    ("web",),
    ("migrations",),
    ("readiness", "backup"),
    ("create_app",),  # epcr/__init__.py
    ("cli_database", "cli_files", "wsgi"),
    (
        "cli_audit",
        "cli_check",
        "cli_doses",
        "cli_export",
        "cli_fhir",
        "cli_nemsis",
        "cli_scope",
        "cli_permissions",
        "cli_people",
        "cli_backup",
        "cli_lan",
        "cli_nemsis_agency",
        "cli_nemsis_check",
        "cli_nemsis_import",
    ),
    ("cli_serve",),
    ("cli", "__main__"),
)
RANK = {part: rank for rank, layer in enumerate(LAYERS) for part in layer}
NO_REQUEST = (
    "sheet",
    "paper",
    "scores",
    "scope",
    "prose",
    "doses",
    "checks",
    "handoff",
    "derived",
    "report",
    "export",
    "permissions",
    "standard",
)
OF_THE_WEB = ("flask", "flask_wtf", "werkzeug", "wtforms")
FORM_CONTROLS = (
    Path("sheet/field.py"),
    Path("sheet/control.py"),
)  # the places below the web that know WTForms
APART = {
    ("paper", "sheet"),
    ("sheet", "paper"),
    ("handoff", "paper"),
}  # neighbors that know nothing of each other


def broken_rules(package: Path) -> list[str]:
    """Name each import of the package that points the wrong way: file, line and what is wrong."""
    found: list[str] = []
    seen: dict[tuple[str, str], str] = {}
    for file in sorted(package.rglob("*.py")):
        path = file.relative_to(package)
        part = "create_app" if path == Path("__init__.py") else path.parts[0].removesuffix(".py")
        if part not in RANK:
            found.append(f"{path}: tests/setup/layers.py gives {part} no place")
            continue
        for line, module in imports(ast.parse(file.read_text("utf-8")), package, path):
            place = f"{path}:{line}"
            if module.split(".")[0] in OF_THE_WEB:
                if part in NO_REQUEST and not (path in FORM_CONTROLS and module.startswith("wtforms")):
                    found.append(f"{place}: {part} knows nothing of {module}")
                continue
            if not module.startswith("epcr."):
                continue
            other = module.split(".")[1]
            if RANK.get(other, -1) > RANK[part]:
                found.append(f"{place}: {part} stands below {other}")
            elif (part, other) in APART:
                found.append(f"{place}: {part} knows nothing of {other}")
            elif other != part and RANK.get(other) == RANK[part]:
                seen.setdefault((part, other), place)
    found += [
        f"{place}: {part} and {other} import each other"
        for (part, other), place in seen.items()
        if part < other and (other, part) in seen
    ]
    return found


def imports(tree: ast.Module, package: Path, path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and full name of each module imported in the tree, those only for types included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ("epcr", *path.parent.parts)[: len(path.parts) + 1 - node.level] if node.level else ()
            source = ".".join([*base, *([node.module] if node.module else [])])
            for name in node.names:
                yield node.lineno, part_of_package(package, name.name) if source == "epcr" else source


def part_of_package(package: Path, name: str) -> str:
    """Return the module meant by `from epcr import name`: one of that name, else epcr/__init__.py."""
    there = (package / name).is_dir() or (package / f"{name}.py").is_file()
    return f"epcr.{name}" if there else "epcr.create_app"
