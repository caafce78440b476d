"""A new shape cannot be forgotten: mypy names each file that must know it."""

import re
import shutil

import pytest

FILES_THAT_KNOW_SHAPES = {
    "liverdeck/facts/card.py",
    "liverdeck/facts/card_texts.py",
    "liverdeck/anki/note_types.py",
    "liverdeck/anki/compared_texts.py",
    "liverdeck/anki/note_contents.py",
}
"""The files that mypy must name, without those of `quiz/`."""
MOST_FILES_OF_A_SHAPE = 10
"""A new shape needs changes in at most this many files, all of them counted."""
NEW_SHAPE = '''
@value_class
class Spots:
    """A picture with named spots."""

    blanks: tuple[Blank, ...]
    name: ShapeName = "spots"


'''
UNION = "Shape = Cloze | Question | Enumeration | GroupedEnumeration\n"


@pytest.fixture
def copied_repository(repository, tmp_path):
    """Return the root of a copy of the package, in which mypy can run."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(repository / "liverdeck", tmp_path / "liverdeck", ignore=ignored)
    shutil.copy(repository / "pyproject.toml", tmp_path)
    return tmp_path


def add_a_shape(root):
    path = root / "liverdeck/facts/shapes.py"
    text = path.read_text(encoding="utf-8")
    assert text.count('"groups"]') == text.count(UNION) == 1
    text = text.replace('"groups"]', '"groups", "spots"]')
    text = text.replace(UNION, f"{NEW_SHAPE}{UNION.rstrip()} | Spots\n")
    path.write_text(text, encoding="utf-8")


def files_with_type_errors(mypy, root):
    run = mypy("liverdeck", cwd=root)
    assert run.stderr == ""
    return set(re.findall(r"^(\S+):\d+: error: ", run.stdout, re.MULTILINE))


@pytest.mark.slow
def test_mypy_names_the_files_that_must_know_a_new_shape(mypy, copied_repository):
    add_a_shape(copied_repository)
    named = files_with_type_errors(mypy, copied_repository)
    outside_quiz = {name for name in named if not name.startswith("liverdeck/quiz/")}
    assert outside_quiz == FILES_THAT_KNOW_SHAPES
    # mypy cannot name the file that defines shapes, and the one that reads them.
    files = {"liverdeck/facts/shapes.py", "liverdeck/authoring/fact_shapes.py", *named}
    assert len(files) <= MOST_FILES_OF_A_SHAPE, sorted(files)
