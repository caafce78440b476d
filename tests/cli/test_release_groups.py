"""Groups are guarded as facts are: a group with another id keeps its oldest id."""

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.facts.card import cards_by_name

LEFT = "title: Left half, items: [left atrium, left ventricle]"
RIGHT = "title: Right half, items: [right atrium, right ventricle]"
WALLS = "title: The three layers of a wall, items: [endocardium, myocardium]"


def deck(**groups):
    lines = "".join(
        f"      - {{id: {name}, {text}}}\n" for name, text in groups.items()
    )
    return (
        "  - id: rooms\n    from: rooms\n    ask: Which chambers?\n    groups:\n"
        + lines
    )


@pytest.fixture
def edited(liverdeck, write_deck):
    """Return a function that releases one text of a deck and writes another."""

    def edit(before, after):
        folder = write_deck(before)
        assert liverdeck("release", "-d", "heart", "--new").code == 0
        write_deck(after)
        return folder

    return edit


def release(liverdeck, *options):
    return liverdeck("release", "-d", "heart", *options)


def cards(folder):
    loaded = load_deck(folder)
    assert loaded.problems == ()
    return {
        name.removeprefix("heart/"): card.heading
        for name, card in cards_by_name(loaded.deck).items()
    }


def test_a_group_under_another_id_is_refused_until_the_author_says_what_it_is(
    liverdeck, edited, everything
):
    renamed = LEFT.replace("half", "side")
    folder = edited(deck(a=LEFT, b=RIGHT), deck(left=renamed, b=RIGHT))
    before = everything()
    code, _, err = release(liverdeck)
    assert code == 1
    assert "rooms/left seems to be what was released as rooms/a" in err
    assert "release --moved rooms/a=rooms/left" in err
    assert "release --replaced rooms/left" in err
    assert everything() == before

    code, out, _ = release(liverdeck, "--moved", "rooms/a=rooms/left")
    assert code == 0
    assert "The group rooms/left is the one that was released as rooms/a" in out
    assert "Release 2: 1 changed (rooms/a)" in out
    assert "{id: left, was: a, " in (folder / "01-facts.yaml").read_text()
    assert cards(folder) == {"rooms/a": "Left side", "rooms/b": "Right half"}
    assert liverdeck("build", "-d", "heart", "--frozen").code == 0


def test_exchanged_groups_keep_their_notes_if_both_moves_are_named(liverdeck, edited):
    folder = edited(deck(a=LEFT, b=RIGHT), deck(b=LEFT, a=RIGHT))
    assert release(liverdeck).code == 1
    code, _, err = release(liverdeck, "--moved", "rooms/a=rooms/b")
    assert code == 1
    assert "the group 'a' has the oldest id 'a', which is that of the group 'b'" in err
    options = ("--moved", "rooms/a=rooms/b", "--moved", "rooms/b=rooms/a")
    code, out, _ = release(liverdeck, *options)
    assert code == 0
    assert "Nothing to release" in out
    assert cards(folder) == {"rooms/a": "Left half", "rooms/b": "Right half"}


def test_a_fact_and_its_group_get_other_ids_at_once(liverdeck, edited):
    after = deck(left=LEFT, b=RIGHT).replace("id: rooms", "id: halves")
    folder = edited(deck(a=LEFT, b=RIGHT), after)
    code, _, err = release(liverdeck, "--moved", "rooms=halves")
    assert code == 1
    assert "--moved rooms/a=halves/left" in err
    options = ("--moved", "rooms/a=halves/left", "--moved", "rooms=halves")
    assert release(liverdeck, *options).code == 0
    assert list(cards(folder)) == ["rooms/a", "rooms/b"]


def test_another_group_under_an_old_id_gets_another_id(liverdeck, edited):
    folder = edited(deck(a=LEFT, b=RIGHT), deck(a=WALLS, b=RIGHT))
    code, _, err = release(liverdeck)
    assert code == 1
    assert "rooms/a was released as" in err
    code, out, _ = release(liverdeck, "--replaced", "rooms/a")
    assert code == 0
    assert "The group rooms/a has the id rooms/a-2 now: learners get it as new" in out
    assert "1 new (rooms/a-2); 1 withdrawn (rooms/a)" in out
    assert list(cards(folder)) == ["rooms/a-2", "rooms/b"]


def test_a_group_can_be_replaced_while_its_fact_gets_another_id(liverdeck, edited):
    after = deck(a=WALLS, b=RIGHT).replace("id: rooms", "id: halves")
    folder = edited(deck(a=LEFT, b=RIGHT), after)
    options = ("--replaced", "halves/a", "--moved", "rooms=halves")
    code, out, _ = release(liverdeck, *options)
    assert code == 0
    assert "1 new (rooms/a-2); 1 withdrawn (rooms/a)" in out
    assert list(cards(folder)) == ["rooms/a-2", "rooms/b"]


def test_a_really_new_group_is_released_as_new(liverdeck, edited):
    edited(deck(a=LEFT, b=RIGHT), deck(left=LEFT.replace("half", "side"), b=RIGHT))
    code, out, _ = release(liverdeck, "--replaced", "rooms/left")
    assert code == 0
    assert "1 new (rooms/left); 1 withdrawn (rooms/a)" in out


@pytest.mark.parametrize("name", ["left", "a"])
def test_check_knows_a_group_by_both_ids(liverdeck, write_deck, name):
    write_deck(deck(**{"left, was: a": LEFT, "b": RIGHT}))
    answer = ("left atrium, left ventricle",)
    assert liverdeck("check", "-d", "heart", f"rooms/{name}", *answer).code == 0


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("--moved", "rooms=rooms/left"), 2, "is not OLD=NEW"),
        (("--moved", "rooms/a/b=rooms/left/b"), 2, "is not OLD=NEW"),
        (("--moved", "rooms/x=rooms/left"), 1, "no group was released as 'rooms/x'"),
        (("--moved", "rooms/a=rooms/lefd"), 1, "no group 'lefd' in the fact 'rooms'"),
        (("--moved", "other/a=rooms/left"), 1, "a group stays with its fact"),
        (("--replaced", "rooms/lefd"), 1, "no group 'lefd' in the fact 'rooms'"),
    ],
)
def test_unknown_names_are_refused(
    liverdeck, edited, everything, options, code, message
):
    edited(deck(a=LEFT, b=RIGHT), deck(left=LEFT, b=RIGHT))
    before = everything()
    result, _, err = release(liverdeck, *options)
    assert result == code, err
    assert message in err
    assert everything() == before


@pytest.mark.parametrize(
    ("groups", "message", "line"),
    [
        ({"a": LEFT, "b, was: a": RIGHT}, "'b' has the oldest id 'a'", 9),
        ({"a, was: c1": LEFT}, "the group id 'c1' is taken", 8),
    ],
)
def test_wrong_old_ids_are_named(write_deck, groups, message, line):
    (problem,) = load_deck(write_deck(deck(**groups))).problems
    assert message in problem.message
    assert problem.position.line == line
