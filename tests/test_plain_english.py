"""Plain English: the words that docs/words.md rules out are nowhere in use."""

import ast
import re
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
EXEMPT_FILES = {
    "docs/words.md",
    "tests/test_plain_english.py",
    # These templates are released: a changed byte would be an update for learners.
    "liverdeck/anki/choice_templates.py",
    # A ruled-out word is the seed of recorded random numbers.
    "tests/frozen/test_schedule.py",
}


def name_of(path):
    return path.relative_to(REPOSITORY).as_posix()


TEXTS = sorted(
    path
    for pattern in (
        "*.md",
        "*.py",
        "docs/**/*.md",
        "cards/*/*.yaml",
        "liverdeck/**/*",
        "tests/**/*.py",
        "benchmarks/**/*.py",
        "tools/*.py",
    )
    for path in REPOSITORY.glob(pattern)
    if path.suffix in {".md", ".py", ".yaml", ".j2", ".js", ".css", ".typ"}
    if name_of(path) not in EXEMPT_FILES
)
MODULES = [path for path in TEXTS if path.suffix == ".py"]
JSON_KEY = re.compile(r"([\"'])mend\1")
"""The only ruled-out word that is a name in our output, which must not change."""


def ruled_out_words():
    page = (REPOSITORY / "docs" / "words.md").read_text(encoding="utf-8")
    table = page.partition("| not | but |")[2].partition("\n\n")[0]
    return re.findall(r"^\| ([a-z]+) \|", table, re.MULTILINE)


WORDS = ruled_out_words()
RULED_OUT = re.compile(rf"\b(?:{'|'.join(WORDS)})(?:s|ed)?\b", re.IGNORECASE)


def words_in_names(text):
    """Return the text with `snake_case` names split, so that their words are found."""
    return text.replace("_", " ")


def test_the_list_is_read_from_the_page():
    assert {"anew", "mend", "whoever"} <= set(WORDS)


# Each rule is one test that lists all lines that break it: a test for each file would
# take minutes.


def test_no_ruled_out_word_is_used():
    assert [
        f"{name_of(path)}:{number}: {line.strip()}"
        for path in TEXTS
        for number, line in enumerate(
            JSON_KEY.sub("", path.read_text(encoding="utf-8")).splitlines(), 1
        )
        if RULED_OUT.search(words_in_names(line))
    ] == []


def test_no_loop_calls_its_variable_each():
    assert [
        name_of(path)
        for path in MODULES
        if re.search(r"\bfor each in\b", path.read_text(encoding="utf-8"))
    ] == []


def test_no_docstring_begins_with_of():
    texts = {path: path.read_text(encoding="utf-8") for path in MODULES}
    assert [
        f"{name_of(path)}:{node.lineno}"
        for path, text in texts.items()
        # Parsing is slow, and few files have such a text.
        if re.search(r"""["'\n]Of """, text)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and str(node.value.value).startswith("Of ")
    ] == []
