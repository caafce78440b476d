"""The house: who may import whom, and what may happen only in the command line."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import liverdeck

PACKAGE = Path(liverdeck.__file__).parent
ROOMS = ["facts", "check", "anki", "quiz", "study", "lint", "preview", "cli"]
"""From the ground up: a room imports only rooms before it, and quiz and study not each other."""
ONLY_IN = {
    "yaml": "facts/reader.py",
    "genanki": "anki/",
    "click": "cli/",
    "jinja2": ("preview/", "quiz/formats/pages.py"),
    "typst": "quiz/formats/pdf.py",
    "docx": "quiz/formats/docx.py",
    "watchfiles": "cli/preview.py",
    "rich": "cli/",
    "snowballstemmer": "facts/text.py",
    "platformdirs": "cli/home.py",
    "zstandard": "anki/archive.py",
}
NOWHERE = {"anki", "aqt", "fsrs", "pickle", "marshal", "subprocess", "urllib", "http", "socket", "requests", "random"}
ONLY_IN_CLI = {"time", "environ", "now", "today", "utcnow", "getenv"}

MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def imports_of(tree, *, at_run_time=False):
    skipped = set()
    if at_run_time:
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
                skipped.update(ast.walk(node))
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(name):
    return name.split("/")[0] if "/" in name else None


@pytest.mark.parametrize("name", TREES)
def test_arrows_never_turn_back(name):
    room = room_of(name)
    if room is None:
        return
    for imported in imports_of(TREES[name]):
        parts = imported.split(".")
        if parts[0] != "liverdeck" or len(parts) == 1 or parts[1] not in ROOMS:
            continue
        assert ROOMS.index(parts[1]) <= ROOMS.index(room), f"{name} imports {imported}"
        assert {room, parts[1]} != {"quiz", "study"}


def test_every_folder_is_a_room():
    folders = {room_of(name) for name in MODULES if room_of(name)}
    assert folders <= set(ROOMS)


def test_no_module_imports_itself_in_a_circle():
    modules = {
        "liverdeck." + name.removesuffix(".py").replace("/", ".").removesuffix(".__init__"): name for name in MODULES
    }
    arrows = {
        module: {each for each in imports_of(TREES[name], at_run_time=True) if each in modules and each != module}
        for module, name in modules.items()
        if name != "__init__.py"
    }
    done = set()

    def visit(module, path):
        assert module not in path, f"a circle: {' -> '.join([*path, module])}"
        if module not in done:
            for each in arrows.get(module, ()):
                visit(each, [*path, module])
            done.add(module)

    for module in arrows:
        visit(module, [])


@pytest.mark.parametrize("name", TREES)
def test_each_library_lives_in_one_place(name):
    for imported in imports_of(TREES[name]):
        library = imported.split(".")[0]
        assert library not in NOWHERE, f"{name} imports {library}"
        assert name.startswith(ONLY_IN.get(library, name)), f"{name} imports {library}"


@pytest.mark.parametrize("name", [name for name in TREES if not name.startswith("cli/")])
def test_no_clock_no_environment_and_no_printing_outside_the_command_line(name):
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"print", "input"}
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in {"time", "os", "dt", "datetime"}
        ):
            assert node.attr not in ONLY_IN_CLI
        if isinstance(node, ast.Import | ast.ImportFrom):
            assert not any(alias.name == "time" for alias in node.names)


@pytest.mark.parametrize("name", TREES)
def test_no_code_in_data_and_no_swallowed_error(name):
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"eval", "exec", "compile"}
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None
            assert ast.unparse(node.type) != "Exception"


@pytest.mark.parametrize("name", TREES)
def test_rooms_stay_small_and_say_what_they_are(name):
    assert ast.get_docstring(TREES[name])
    assert len(MODULES[name].read_text(encoding="utf-8").splitlines()) <= 400
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 60, f"{name}: {node.name}"


def test_the_public_names_are_written_out():
    assert liverdeck.__all__ == sorted(liverdeck.__all__)
    for name in liverdeck.__all__:
        assert getattr(liverdeck, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = liverdeck.nonsense


@pytest.mark.parametrize("code", ["import liverdeck", "from liverdeck.cli.main import main; main()"])
def test_help_loads_nothing_slow(code):
    script = f"import sys, atexit; atexit.register(lambda: print(*sorted(sys.modules), sep='\\n')); {code}"
    done = subprocess.run([sys.executable, "-c", script, "--help"], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "liverdeck" in loaded
    slow = {
        "yaml",
        "genanki",
        "anki",
        "rich",
        "jinja2",
        "fsrs",
        "rapidfuzz",
        "sqlite3",
        "zipfile",
        "difflib",
        "asyncio",
        "json",
    }
    assert loaded & (slow | {"importlib.metadata"}) == set()


CLOCKS_AND_CHANCE = {"now", "utcnow", "today", "time_ns", "monotonic", "perf_counter", "environ", "environb", "getenv"}


def what_only_the_command_line_may(tree):
    """Clocks, the environment and chance, however they are reached: `dt.datetime.now`, `from os import environ` ..."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS_AND_CHANCE:
            yield node.attr
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names}
            yield from names & CLOCKS_AND_CHANCE
            yield from {getattr(node, "module", None), *names} & {"time", "random", "uuid"}


@pytest.mark.parametrize(
    "source",
    [
        "import datetime as dt\ndt.datetime.now(tz=dt.UTC)",
        "from datetime import date\ndate.today()",
        "from time import monotonic",
        "import time as clock",
        "from os import environ",
        "import os\nos.environ['A']",
        "import random",
        "from uuid import uuid4",
    ],
)
def test_a_planted_clock_is_found(source):
    assert list(what_only_the_command_line_may(ast.parse(source)))


@pytest.mark.parametrize("name", [name for name in TREES if not name.startswith("cli/")])
def test_no_clock_is_reached_by_another_name(name):
    assert list(what_only_the_command_line_may(TREES[name])) == []


@pytest.mark.parametrize("name", [name for name in TREES if name != "facts/files.py"])
def test_only_the_writer_of_files_has_secrets(name):
    assert "secrets" not in set(imports_of(TREES[name]))


@pytest.mark.parametrize("name", [name for name in TREES if name not in {"__init__.py", "cli/main.py"}])
def test_no_import_hides_from_these_tests(name):
    assert not {"importlib", "importlib.import_module"} & set(imports_of(TREES[name]))
    assert "__import__" not in {node.id for node in ast.walk(TREES[name]) if isinstance(node, ast.Name)}


@pytest.mark.parametrize("name", [name for name in TREES if room_of(name)])
def test_rooms_take_from_each_other_and_not_from_the_front_door(name):
    # `from liverdeck import load_deck` in facts/ would turn back without being seen.
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.ImportFrom) and node.module == "liverdeck":
            assert {alias.name for alias in node.names} <= {"__version__"}
        if isinstance(node, ast.Import):
            assert "liverdeck" not in {alias.name for alias in node.names}


@pytest.mark.parametrize("name", TREES)
def test_functions_of_every_sort_stay_small(name):
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            assert node.end_lineno - first < 60, f"{name}: {node.name}"


@pytest.mark.parametrize("name", liverdeck.__all__)
def test_each_public_name_comes_from_its_home(name):
    if name == "__version__":
        return
    home = sys.modules[getattr(liverdeck, name).__module__]
    assert home.__name__ == f"liverdeck.{liverdeck._HOME[name]}"
    assert getattr(liverdeck, name) in (getattr(home, name), home)  # a room that can be called is its main function


def test_every_home_is_public():
    assert {*liverdeck._HOME, "__version__"} == set(liverdeck.__all__)


def test_type_checkers_see_the_same_names():
    seen = {
        alias.name: node.module.removeprefix("liverdeck.")
        for block in TREES["__init__.py"].body
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in block.body
        for alias in node.names
    }
    assert seen == liverdeck._HOME
