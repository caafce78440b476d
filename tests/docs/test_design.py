"""What the pages say of imports, packages and languages is so."""

import re
import tomllib

import pytest

from liverdeck.quiz.items.stems import _MAY_BE

LANGUAGE_CODES = {"English": "en", "French": "fr", "German": "de", "Spanish": "es"}


@pytest.fixture
def project(repository):
    return tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))


@pytest.fixture
def design(repository):
    return (repository / "docs" / "design.md").read_text("utf-8")


def test_the_order_of_imports_is_that_of_the_contract(project, design):
    first, *_ = project["tool"]["importlinter"]["contracts"]
    layers = [
        f"{{{layer.replace(' |', ',')}}}" if "|" in layer else layer
        for layer in reversed(first["layers"])
    ]
    assert " → ".join(layers) in " ".join(design.split())


def test_the_dependencies_are_those_that_pip_installs(project, design):
    _, _, section = design.partition("\n## Dependencies\n")
    for_programs, _, others = section.partition("\nExtras: ")
    extras, _, _ = others.partition("\nDocuments: ")
    optional = project["project"]["optional-dependencies"]
    needed_by_extras = [*optional["pdf"], *optional["docx"], *optional["colpkg"]]
    for text, requirements in (
        (for_programs, project["project"]["dependencies"]),
        (extras, needed_by_extras),
    ):
        for requirement in requirements:
            name = re.split(r"[<>=]", requirement)[0]
            assert re.search(rf"\b{name}\b", text), name


def test_genanki_is_pinned_as_the_page_says(project, design):
    pinned = re.search(r"genanki \(pinned below ([\d.]+),", design)[1]
    (genanki,) = re.findall("genanki.*", "\n".join(project["project"]["dependencies"]))
    assert genanki.endswith(f"<{pinned}")


def test_the_languages_with_words_for_may_are_named(repository):
    page = (repository / "docs" / "quizzes.md").read_text("utf-8")
    words = " ".join(page.split())
    named = re.search(r"knows the words for \*may\* in ([\w, ]+)\.", words)[1]
    codes = {LANGUAGE_CODES[name] for name in re.findall("[A-Z][a-z]+", named)}
    assert codes == _MAY_BE.keys()
