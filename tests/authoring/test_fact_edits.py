"""An edit of an id in a fact file changes nothing else in the file."""

import pytest

from liverdeck.authoring.fact_edits import with_new_id, with_oldest_id
from liverdeck.base.errors import ContentError

HEAD = "liverdeck: 1\ntopic: beat\nfacts:\n"
OTHER_FACT = "  - {id: rate, from: pump, ask: How fast?, answer: x}\n"
OTHER_KEYS = "from: pump  # keep\n    ask: 'Which id: vein, was: x?'\n    answer: y\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            f"  - id: vein  # a comment\n    {OTHER_KEYS}",
            f"  - id: vein  # a comment\n    was: old\n    {OTHER_KEYS}",
        ),
        (
            "  -   id: 'vein'\n      from: pump\n      ask: A?\n      answer: y\n",
            "  -   id: 'vein'\n      was: old\n      from: pump\n      ask: A?\n"
            "      answer: y\n",
        ),
        (
            "  - from: pump\n    id: vein\n    ask: A?\n    answer: y\n",
            "  - was: old\n    from: pump\n    id: vein\n    ask: A?\n    answer: y\n",
        ),
        (
            "  - {id: vein, from: pump, ask: A?, answer: y}\n",
            "  - {id: vein, was: old, from: pump, ask: A?, answer: y}\n",
        ),
        (
            '  - { id: "vein",from: pump, ask: A?, answer: y}\n',
            '  - { id: "vein", was: old,from: pump, ask: A?, answer: y}\n',
        ),
        (
            "  - {from: pump, id: vein, ask: A?, answer: y}\n",
            "  - {was: old, from: pump, id: vein, ask: A?, answer: y}\n",
        ),
        (
            "  - {id: vein, was: mid, from: pump, ask: A?, answer: y}\n",
            "  - {id: vein, was: [old, mid], from: pump, ask: A?, answer: y}\n",
        ),
        (
            f"  - id: vein\n    was: [mid, old]\n    {OTHER_KEYS}",
            f"  - id: vein\n    was: [old, mid]\n    {OTHER_KEYS}",
        ),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_an_oldest_id_is_written_and_nothing_else_changes(before, after, line_end):
    text = (HEAD + OTHER_FACT + before + OTHER_FACT.replace("rate", "tone")).replace(
        "\n", line_end
    )
    wanted = text.replace(before.replace("\n", line_end), after.replace("\n", line_end))
    assert with_oldest_id(text, "a.yaml", "vein", "old") == wanted


@pytest.mark.parametrize(
    "was", ["[\n      mid,\n    ]", "\n      - mid\n      - other", '"mid"']
)
def test_an_edit_that_is_impossible_is_reported(was):
    text = HEAD + f"  - id: vein\n    was: {was}\n    {OTHER_KEYS}"
    with pytest.raises(ContentError, match=r"a\.yaml:4:5.*cannot be edited for you"):
        with_oldest_id(text, "a.yaml", "vein", "old")


GROUPS = """\
  - id: rooms
    ask: Which?
    from: rooms
    groups:
      - {id: left, title: 'was: id: left', items: [a]}
      - id: right
        title: R
        items: [b]
      - {title: M, id: mid, was: [old-mid], items: [c]}
"""


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("rooms/left", "{id: left,", "{id: left, was: old,"),
        ("rooms/right", "id: right\n", "id: right\n        was: old\n"),
        ("rooms/mid", "was: [old-mid]", "was: [old, old-mid]"),
        ("rooms", "id: rooms\n", "id: rooms\n    was: old\n"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_an_oldest_id_of_a_group_is_written(name, before, after, line_end):
    text = HEAD + OTHER_FACT + GROUPS + OTHER_FACT.replace("rate", "tone")
    wanted = text.replace(before, after).replace("\n", line_end)
    text = text.replace("\n", line_end)
    assert with_oldest_id(text, "a.yaml", name, "old") == wanted


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("rooms/left", "{id: left", "{id: new"),
        ("rooms/right", "- id: right", "- id: new"),
        ("rooms/mid", "M, id: mid", "M, id: new"),
    ],
)
def test_only_the_id_of_the_group_is_changed(name, before, after):
    text = HEAD + OTHER_FACT + GROUPS
    wanted = text.replace(before, after)
    assert with_new_id(text, "a.yaml", name, "new") == wanted


def test_only_the_id_is_changed():
    text = HEAD + OTHER_FACT + f"  - id: vein  # c\n    {OTHER_KEYS}"
    wanted = text.replace("id: vein  #", "id: vein-2  #")
    assert with_new_id(text, "a.yaml", "vein", "vein-2") == wanted
