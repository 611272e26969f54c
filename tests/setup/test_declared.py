"""What the package imports, pyproject.toml names: nothing is there only because something else brings it along."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement

from tests.setup.layers import imports
from tests.setup.test_requirements import CHECKOUT

# Beside a library that is declared and never comes without it: whoever replaces the one replaces the other.
BROUGHT = {"itsdangerous": "flask", "jinja2": "flask", "markupsafe": "flask", "werkzeug": "flask"}


def test_every_library_that_is_imported_is_declared():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]
    declared = {_name(Requirement(line).name) for line in lines}
    carried = packages_distributions()
    undeclared = {}
    package = CHECKOUT / "epcr"
    for file in sorted(package.rglob("*.py")):
        path = file.relative_to(package)
        for line, module in imports(ast.parse(file.read_text("utf-8")), package, path):
            top = module.split(".")[0]
            if top in {"epcr", "_typeshed"} or top in sys.stdlib_module_names:
                continue
            names = {_name(one) for one in carried.get(top, [top])}
            if not names & declared and BROUGHT.get(top) not in declared:
                undeclared[top] = f"{path}:{line}"
    assert undeclared == {}


def _name(distribution):
    return re.sub(r"[-_.]+", "-", distribution).lower()
