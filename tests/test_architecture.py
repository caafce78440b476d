"""Which file may import what, and what only the command line may do."""

import ast
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import liverdeck
from liverdeck.authoring.remembered import PACKAGES_THAT_READ
from liverdeck.publishing.rows_of_files import PACKAGES_THAT_RENDER

PACKAGE = Path(liverdeck.__file__).parent
HOME_OF_LIBRARY = {
    "yaml": ("authoring/lean_yaml.py",),
    "genanki": ("anki/",),
    "click": ("cli/",),
    "minijinja": ("base/pages.py",),
    "markupsafe": ("base/pages.py",),
    "typst": ("quiz/formats/pdf.py",),
    "docx": ("quiz/formats/docx",),
    "resvg_py": ("quiz/formats/svg_pixels.py",),
    "watchfiles": ("cli/preview.py",),
    "rich": ("cli/",),
    "snowballstemmer": ("base/words.py",),
    "platformdirs": ("cli/user_folders.py",),
    "zstandard": ("anki/archive.py",),
}
"""Each third-party library, and the only files or folders that may import it."""
FORBIDDEN = set(
    """
    anki aqt fsrs
    pickle marshal subprocess urllib http socket requests random
    """.split()
)
"""Modules that no file may import.

Anki is under the AGPL, and fsrs is for tests. The modules in the second line could run
foreign code, use the network, or make results differ from run to run.
"""
CLOCKS_AND_ENVIRONMENT = set(
    """
    now utcnow today time_ns monotonic perf_counter environ environb getenv
    """.split()
)
"""Attributes and names by which code reads a clock or the environment."""
MAX_FILES_WITH_A_SHARED_NAME = 6
"""At most this many files may have the name of another file."""
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60
"""Without the signature, because the options of a command are declarations."""

MODULES = {
    path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))
}
IN_A_PACKAGE = [name for name in MODULES if "/" in name]
OUTSIDE_THE_COMMAND_LINE = [name for name in MODULES if not name.startswith("cli/")]


@cache
def trees():
    """Return the syntax tree of every module, by its name."""
    return {
        name: ast.parse(path.read_text(encoding="utf-8"))
        for name, path in MODULES.items()
    }


@cache
def nodes_of(tree):
    return list(ast.walk(tree))


def imports_of(tree):
    """Yield every module that a file imports, and every name that it imports from one.

    Such a name may be a module too.
    """
    for node in nodes_of(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called_names(tree):
    for node in nodes_of(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def functions_in(tree):
    for node in nodes_of(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def clocks_and_chance_in(tree):
    """Yield the names by which a file uses a clock, the environment or chance.

    Finds them as `dt.datetime.now`, `from os import environ`, `import time as clock`.
    """
    for node in nodes_of(tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS_AND_ENVIRONMENT:
            yield node.attr
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names}
            yield from names & CLOCKS_AND_ENVIRONMENT
            modules = {getattr(node, "module", None), *names}
            yield from modules & {"time", "random", "uuid"}


def test_imports_keep_the_contracts_of_pyproject(monkeypatch, repository, capsys):
    monkeypatch.chdir(repository)
    exit_code = lint_imports(no_cache=True, no_logo=True)
    assert exit_code == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("makers", "known"),
    [
        (PACKAGES_THAT_READ, PACKAGES_THAT_READ),
        (PACKAGES_THAT_RENDER, (*PACKAGES_THAT_READ, *PACKAGES_THAT_RENDER)),
    ],
)
def test_what_is_remembered_depends_on_all_code_that_makes_it(makers, known):
    imported = {
        name.split(".")[1]
        for path, tree in trees().items()
        if path.split("/")[0] in makers
        for name in imports_of(tree)
        if name.startswith("liverdeck.")
    }
    assert imported <= set(known)
    for package in known:  # only the files of the folder itself count
        assert list((PACKAGE / package).glob("*/**/*.py")) == []


def test_few_files_have_the_same_name():
    names = [path.stem for path in MODULES.values() if path.stem != "__init__"]
    counts = Counter(names)
    shared = [name for name in names if counts[name] > 1]
    assert len(shared) <= MAX_FILES_WITH_A_SHARED_NAME, shared


# Each rule is one test that lists all files that break it: a test for each file would
# take minutes.


def test_every_library_has_a_home():
    imported = {name.split(".")[0] for t in trees().values() for name in imports_of(t)}
    libraries = imported - sys.stdlib_module_names - {"liverdeck"}
    assert libraries == HOME_OF_LIBRARY.keys()


def test_the_page_on_the_design_has_the_number_of_shared_names(repository):
    page = (repository / "docs" / "design.md").read_text(encoding="utf-8")
    words = "no one two three four five six seven eight nine".split()
    most = words[MAX_FILES_WITH_A_SHARED_NAME]
    assert f"at most {most} files have a name" in " ".join(page.split())


def test_a_library_is_imported_only_in_its_home():
    assert [
        f"{name} imports {library}"
        for name, tree in trees().items()
        for library in {imported.split(".")[0] for imported in imports_of(tree)}
        if library in FORBIDDEN
        or not name.startswith(HOME_OF_LIBRARY.get(library, (name,)))
    ] == []


def test_only_the_command_line_prints_and_asks():
    assert [
        name
        for name in OUTSIDE_THE_COMMAND_LINE
        if {"print", "input"} & set(called_names(trees()[name]))
    ] == []


PRINTING = "cli/printing.py"
PRINTING_NAMES = {"echo", "secho", "echo_via_pager", "print"}
STREAM_WRITERS = {"write", "writelines", "buffer"}


def printing_in(tree):
    """Yield how a file prints without `liverdeck.cli.printing`.

    Finds `click.echo`, `print`, what writes to standard output, and consoles of rich
    that print by themselves.
    """
    for node in nodes_of(tree):
        if isinstance(node, ast.Attribute):
            source = ast.unparse(node)
            is_stream = source.startswith(("sys.stdout.", "sys.stderr."))
            writes_to_stream = is_stream and node.attr in STREAM_WRITERS
            if node.attr in PRINTING_NAMES or writes_to_stream:
                yield source
        elif isinstance(node, ast.ImportFrom) and node.module == "click":
            yield from (n.name for n in node.names if n.name in PRINTING_NAMES)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "print":
            yield "print"


def test_only_one_module_prints():
    assert [
        (name, found)
        for name, tree in trees().items()
        if name != PRINTING
        for found in printing_in(tree)
    ] == []


@pytest.mark.parametrize(
    "source",
    [
        "click.echo(name)",
        "click.secho(name)",
        "from click import echo\necho(name)",
        "print(name)",
        "sys.stdout.write(name)",
        "sys.stdout.buffer.write(name)",
        "Console().print(name)",
    ],
)
def test_every_way_to_print_is_found(source):
    assert set(printing_in(ast.parse(source)))


def test_only_the_command_line_uses_clock_environment_and_chance():
    assert [
        (name, found)
        for name in OUTSIDE_THE_COMMAND_LINE
        for found in clocks_and_chance_in(trees()[name])
    ] == []


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
def test_a_hidden_clock_is_found(source):
    assert list(clocks_and_chance_in(ast.parse(source)))


def test_no_text_is_run_as_code():
    assert [
        name
        for name, tree in trees().items()
        if {"eval", "exec", "compile"} & set(called_names(tree))
    ] == []


def test_no_handler_catches_every_error():
    assert [
        f"{name}:{node.lineno}"
        for name, tree in trees().items()
        for node in nodes_of(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) == "Exception")
    ] == []


def test_only_the_writer_of_files_draws_random_names():
    users = {
        name
        for name, tree in trees().items()
        if {"secrets", "os.urandom"} & set(imports_of(tree))
        or any(getattr(node, "attr", None) == "urandom" for node in nodes_of(tree))
    }
    assert users == {"base/cache_folder.py", "base/running_step.py"}


def test_only_the_guard_of_outputs_writes_files():
    writer = "liverdeck.base.writing.folders_held"
    users = {name for name, tree in trees().items() if writer in imports_of(tree)}
    assert users == {"base/outputs.py"}
    assert [
        f"{name}:{node.lineno}"
        for name, tree in trees().items()
        for node in nodes_of(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"write_bytes", "write_text"}
    ] == []


IMPORTS_BY_NAME = {
    "__init__.py",
    "base/stand_ins.py",
    "cli/main.py",
    "quiz/formats/registry.py",
}
"""Files that import a module by a name from their own table.

For `stand_ins`, the name is that of a module that a library imports itself.
"""


def test_no_import_is_hidden_in_a_call():
    hidden = {"importlib", "importlib.import_module"}
    importers = {
        name for name, tree in trees().items() if hidden & set(imports_of(tree))
    }
    assert importers == IMPORTS_BY_NAME
    assert [
        f"{name}:{node.lineno}"
        for name, tree in trees().items()
        for node in nodes_of(tree)
        if isinstance(node, ast.Name) and node.id == "__import__"
    ] == []


def test_no_package_imports_from_the_top_level():
    # The contracts in pyproject.toml do not see `from liverdeck import load_deck`.
    assert [
        name for name in IN_A_PACKAGE if "liverdeck" in set(imports_of(trees()[name]))
    ] == []


def test_a_file_is_short_and_has_a_docstring():
    assert [name for name, tree in trees().items() if not ast.get_docstring(tree)] == []
    lengths = {
        name: len(path.read_text(encoding="utf-8").splitlines())
        for name, path in MODULES.items()
    }
    assert {
        name: length
        for name, length in lengths.items()
        if length > MOST_LINES_OF_A_FILE
    } == {}


def test_a_function_is_short():
    assert [
        f"{name}: {function.name}"
        for name, tree in trees().items()
        for function in functions_in(tree)
        if function.end_lineno - function.body[0].lineno + 1 > MOST_LINES_OF_A_FUNCTION
    ] == []


def modules_loaded_by(code, *arguments):
    """Return the names of the modules that a Python program has loaded at its end."""
    script = f"""
import atexit, sys
atexit.register(lambda: print(*sorted(sys.modules), sep="\\n", file=sys.stderr))
{code}
"""
    process = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    loaded = set(process.stderr.split())
    assert "liverdeck" in loaded
    return loaded


@pytest.mark.parametrize(
    "code", ["import liverdeck", "from liverdeck.cli.main import main; main()"]
)
def test_help_loads_nothing_slow(code):
    slow = """
        yaml genanki anki rich minijinja markupsafe fsrs rapidfuzz sqlite3 zipfile
        difflib asyncio json importlib.metadata
    """
    assert modules_loaded_by(code, "--help") & set(slow.split()) == set()


def test_check_of_an_answer_loads_nothing_slow():
    code = "from liverdeck.cli.main import main; main()"
    slow = """
        genanki rich minijinja sqlite3 zipfile difflib asyncio importlib.resources
        hashlib lzma bz2 shutil html decimal liverdeck.facts.ledger
    """
    words = ("check", "other-name", "secondary liver cancer")
    assert modules_loaded_by(code, *words) & set(slow.split()) == set()
    # Now the deck is remembered.
    slow += "yaml liverdeck.authoring.format_keys"
    assert modules_loaded_by(code, *words) & set(slow.split()) == set()
