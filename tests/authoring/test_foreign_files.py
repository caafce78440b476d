"""Files that an author did not mean to have in the deck: copies, and links outside."""

import os

import pytest

from liverdeck.authoring.loader import load_deck

BASICS = """\
liverdeck: 1
topic: chambers
facts:
  - {id: a, from: pump, ask: Q1?, answer: x}
  - {id: b, from: pump, ask: Q2?, answer: y}
  - {id: c, from: pump, ask: Q3?, answer: z}
"""
ONE_MORE = BASICS + "  - {id: d, from: pump, ask: Q4?, answer: v}\n"


def problems_of(folder):
    return [
        str(problem).removeprefix(f"{folder}{os.sep}")
        for problem in load_deck(folder).problems
    ]


@pytest.mark.parametrize(
    "name",
    [
        "01-basics (conflicted copy 2026-11-28)",
        "01-basics (Anna's conflicted copy 2026-11-28)",
        "01-basics.sync-conflict-20261128-101500-ABCDEFG",
        "01-basics-LAPTOP",
        "01-basics (1)",
        "01-basics 2",
        "01-basics - Copy",
        "01-basics copy",
        "01-basics.orig",
        "01-basics_LOCAL_4711",
        "Copy of 01-basics",
    ],
)
def test_a_copy_of_a_file_gives_one_problem(write_deck, name):
    folder = write_deck(**{"01-basics": BASICS, name: ONE_MORE})
    (problem,) = problems_of(folder)
    assert problem.startswith(
        f"{name}.yaml:1:1: a copy of 01-basics.yaml: both files hold 3 of the same "
        "facts; "
    )
    assert "delete the other" in problem


def test_of_two_files_with_the_same_facts_the_second_is_the_copy(write_deck):
    folder = write_deck(**{"01-basics": BASICS, "00-basics": BASICS})
    (problem,) = problems_of(folder)
    assert problem.startswith("01-basics.yaml:1:1: a copy of 00-basics.yaml: ")


def test_two_files_that_share_one_fact_are_not_copies(write_deck):
    other = BASICS.replace("id: a", "id: e").replace("id: b", "id: f")
    folder = write_deck(**{"01-basics": BASICS, "02-more": other})
    (problem,) = problems_of(folder)
    assert problem.startswith("02-more.yaml:6:5: the fact id 'c' is there twice")


@pytest.mark.parametrize("name", ["02.yaml", "passages.yaml", "deck.lock", "deck.yaml"])
def test_a_link_out_of_the_folder_is_not_followed(write_deck, tmp_path, name):
    folder = write_deck(**{"01-basics": BASICS})
    outside = tmp_path / "outside.yaml"
    outside.write_text("password: 1\n")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(outside)
    problems = problems_of(folder)
    assert problems == [
        f"{name}:1:1: not read: a link to a file outside the deck's folder; "
        "put the file itself into the folder"
    ]


def test_a_link_within_the_folder_is_followed(write_deck, tmp_path):
    folder = write_deck()
    (folder / "parts").mkdir()
    (folder / "parts" / "basics").write_text(BASICS)
    (folder / "01.yaml").symlink_to("parts/basics")
    linked_folder = tmp_path / "link"
    linked_folder.symlink_to(folder)
    assert len(load_deck(linked_folder).required().facts) == 3


def test_a_file_that_repeats_an_id_of_another_is_not_a_copy(write_deck):
    once = "  - {id: one, from: pump, ask: How?, answer: x}\n"
    other = "  - {id: two, from: pump, ask: Why?, answer: y}\n"
    more = f"liverdeck: 1\ntopic: beat\nfacts:\n{once}{once}"
    folder = write_deck(once + other, **{"02-more": more})
    problems = load_deck(folder).problems
    assert [problem.position.line for problem in problems] == [4, 5]
    assert all("'one' is there twice" in problem.message for problem in problems)
