"""Each cell of the table of outputs says *shown*, or why an element is not shown."""

import re

import pytest

from liverdeck.quiz.formats.registry import FORMATS
from tools.output_table import FORMAT_OF_COLUMN, Output, _refusal


def test_each_output_format_has_a_column():
    assert sorted([*FORMAT_OF_COLUMN.values(), "anki"]) == sorted(FORMATS)


def test_each_cell_is_shown_or_refused_in_a_sentence(repository):
    page = repository.joinpath("docs/outputs.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if "|" in line]
    head, _, *rows = rows
    sentences = set(re.findall(r"^(\d+)\. \S", page, re.MULTILINE))
    assert len(rows) > 20
    for _element, *cells in rows:
        assert len(cells) == len(head) - 1
        for cell in cells:
            refused = re.fullmatch(r"refused \((\d+)\)", cell)
            assert cell == "shown" or refused[1] in sentences


def test_the_table_is_not_made_if_an_output_lacks_something_without_saying_so():
    silent = Output("", sentences=("each item counts one point.",))
    with pytest.raises(ValueError, match="and no command says so"):
        _refusal("picture on the front", "CSV", silent)
    with_sentence = Output("", sentences=("pictures and sounds are named.",))
    assert (
        _refusal("picture on the front", "CSV", with_sentence)
        == with_sentence.sentences[0]
    )
