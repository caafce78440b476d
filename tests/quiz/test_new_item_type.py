"""A new item type needs a row, a maker and a recipe; mypy names what is missing.

The tests change a copy of the package.
"""

import ast
import os
import re
import shutil
import subprocess
import sys

import pytest

from liverdeck.quiz.formats.registry import FORMATS

ROW = """
    VIGNETTE = (
        "vignette",
        TypeTraits(
            interaction=Interaction.CHOOSE_ONE,
            title="Case",
            usual_difficulty=3,
            draw_count=1,
            on_paper="Choose what is best for the patient.",
            what_to_type="letter",
        ),
    )
"""
MAKER = '''

def vignettes(context: CardContext) -> Iterator[Item]:
    """Yield the single best answer of a card as a question about a patient."""
    for item in card_best_answers(context):
        yield context.maker.make(
            ItemType.VIGNETTE,
            context.prepared_card.card.part,
            f"A patient asks you: {item.stem}",
            options=item.options,
        )
'''
CASE = """\
        case ItemType.VIGNETTE:
            recipe = Recipe(item_type, from_card=vignettes)
"""
FACTS = """\
  - id: vessel
    from: pump
    ask: Which vessel comes from the lungs?
    answer:
      text: pulmonary vein
      reject:
        aorta: It leads to the body.
        portal vein: It leads to the liver.
"""


@pytest.fixture
def package(tmp_path, repository, mypy):
    """Return a copy of the package to change."""
    copy = tmp_path / "copy" / "liverdeck"
    leave_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(repository / "liverdeck", copy, ignore=leave_out)
    return Package(copy, repository, mypy)


class Package:
    def __init__(self, folder, repository, mypy):
        self.folder, self.repository, self.mypy = folder, repository, mypy

    def append(self, file, text):
        path = self.folder / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    def insert(self, file, text, *, before):
        path = self.folder / file
        content = path.read_text(encoding="utf-8")
        assert content.count(before) == 1
        path.write_text(content.replace(before, text + before), encoding="utf-8")

    def type_errors(self):
        """Return the errors that mypy finds in `liverdeck.quiz`."""
        config = self.repository / "pyproject.toml"
        process = self.mypy(
            "--config-file", config, "-p", "liverdeck.quiz", cwd=self.folder.parent
        )
        assert process.returncode in (0, 1), process.stdout + process.stderr
        return [line for line in process.stdout.splitlines() if ": error: " in line]

    def run(self, module, *arguments):
        return subprocess.run(
            [sys.executable, "-m", module, *map(str, arguments)],
            cwd=self.folder.parent,
            env=os.environ | {"PYTHONPATH": str(self.folder.parent)},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.mark.slow
def test_a_new_type_needs_only_what_mypy_names_and_works_in_every_format(
    package, write_deck
):
    package.append("quiz/items/item_types.py", ROW)
    (error,) = package.type_errors()
    assert error.startswith("liverdeck/quiz/items/recipes.py:")
    assert "ItemType.VIGNETTE" in error

    package.append("quiz/items/choice_items.py", MAKER)
    recipes = "quiz/items/recipes.py"
    package.insert(recipes, CASE, before="        case ItemType.MULTIPLE:\n")
    package.insert(recipes, "    vignettes,\n", before="    true_false_items,\n")
    assert package.type_errors() == []

    deck = write_deck(FACTS)
    choice = ["--types", "vignette", "--items", "1", "--format", ",".join(FORMATS)]
    process = package.run("liverdeck", "quiz", "-d", deck, *choice, "-o", "made")
    assert process.returncode == 0, process.stderr

    folder = package.folder.parent / "made"
    path_of_name = {path.name: path for path in folder.rglob("*")}
    assert {*path_of_name} >= {"qti.zip", "paper.pdf", "key.docx", "choice.apkg"}
    for name in "moodle.xml gift.txt quiz.html paper.html items.json paper.md".split():
        assert "A patient asks you" in path_of_name[name].read_text(encoding="utf-8")
    quiz = path_of_name["quiz.html"].read_text(encoding="utf-8")
    assert "Choose what is best for the patient." in quiz


@pytest.mark.slow
def test_a_missing_case_in_any_match_is_a_type_error(package):
    files_changed = {}
    for path in sorted((package.folder / "quiz").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        changed, count = without_first_cases(source)
        if count:
            path.write_text(changed, encoding="utf-8")
            files_changed[path.relative_to(package.folder.parent).as_posix()] = count
    names = " ".join(files_changed)
    assert all(f"/{name}" in names for name in ("gift.py", "moodle.py", "grading.py"))

    errors = package.type_errors()
    for file, count in files_changed.items():
        found = [error for error in errors if error.startswith(f"{file}:")]
        unhandled = [error for error in found if '"assert_never" has' in error]
        assert len(unhandled) == count, file


def without_first_cases(source):
    """Return a module in which each `match` has lost a case, and how many it has."""
    matches = [node for node in ast.walk(ast.parse(source)) if is_exhaustive(node)]
    lines = source.splitlines(keepends=True)
    for match in sorted(matches, key=lambda node: -node.lineno):
        start, end = (line_index_of(case, lines) for case in match.cases[:2])
        del lines[start:end]
    return "".join(lines), len(matches)


def line_index_of(case, lines):
    """Return the index of the line where a case begins; its pattern may come later."""
    index = case.pattern.lineno - 1
    while not lines[index].lstrip().startswith("case "):
        index -= 1
    return index


def is_exhaustive(node):
    return isinstance(node, ast.Match) and "assert_never" in ast.unparse(node)


def test_only_the_makers_of_items_name_an_item_type(repository):
    package = repository / "liverdeck"
    names_a_type = re.compile(
        r"ItemType\.[A-Z]|(?:item|key)\.type (?:[=!]=|(not )?in \()"
    )
    naming = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*")
        if path.suffix in {".py", ".j2", ".js"}
        and names_a_type.search(path.read_text(encoding="utf-8"))
    }
    makers = ("recipes", "choice_items", "matching", "recall")
    assert naming == {f"quiz/items/{name}.py" for name in makers}
