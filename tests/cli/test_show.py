import json

from liverdeck.authoring.loader import load_deck

FACTS = """\
  - id: flow
    from: [pump, rooms]
    say: >-
      Blood enters the {{c1::right atrium::chamber}}.
    blanks:
      c1:
        accept: [RA]
        reject:
          left atrium: That is where it comes back.
    why: The veins end there.
    note: After birth.
    open: [coronary sinus]
  - id: rooms
    from: rooms
    ask: Which chambers?
    groups: [{id: left, title: Left, items: [atrium, ventricle]}]
    order: fixed
  - {id: old, from: rooms, ask: Q?, answer: x, retired: Too vague.}
"""


def test_show_prints_a_statement(liverdeck, write_deck):
    write_deck(FACTS)
    assert (
        liverdeck("show", "flow", "-d", "heart").out
        == """\
flow (chambers), heart/01-facts.yaml:4:5

c1  Blood enters the [chamber].
  = right atrium (also: RA)
    not left atrium: That is where it comes back.

Why: The veins end there.
Beyond the document: After birth.
Left open: coronary sinus
Source: How it pumps; The four rooms
"""
    )


def test_show_prints_a_grouped_list(liverdeck, write_deck):
    write_deck(FACTS)
    out = liverdeck("show", "rooms", "-d", "heart").out
    assert (
        "left  Which chambers?\n    Left\n    (2 items, in order)\n"
        "  = atrium\n  = ventricle\n"
    ) in out


def test_show_prints_the_hints_of_answers(liverdeck, write_deck):
    write_deck(
        "  - {id: a, from: pump, ask: Which?, list: [{text: y, hint: a tube}, z]}\n"
    )
    out = liverdeck("show", "a", "-d", "heart").out
    assert "    (2 items)\n    Hint: a tube\n  = y\n  = z\n" in out


def test_show_prints_a_retired_fact(liverdeck, write_deck):
    write_deck(FACTS)
    assert "Retired: Too vague." in liverdeck("show", "old", "-d", "heart").out


def test_show_prints_json(liverdeck, write_deck):
    write_deck(FACTS)
    (card,) = json.loads(liverdeck("show", "flow", "-d", "heart", "--json").out)
    assert card["part"] == "c1"
    assert card["prompt"] == "Blood enters the [chamber]."
    assert card["answers"] == [
        {"text": "right atrium", "accept": ["RA"], "hint": "chamber"}
    ]


def test_a_good_fact_is_shown_although_another_is_broken(liverdeck, write_deck):
    write_deck(FACTS + "  - {id: new, from: pump, ask: Q?}\n")
    code, out, err = liverdeck("show", "flow", "-d", "heart")
    assert code == 0
    assert out.startswith("flow (chambers)")
    assert err == "This deck has 1 error: liverdeck lint -d heart\n"
    code, _, err = liverdeck("show", "new", "-d", "heart")
    assert code == 1
    assert "not one shape: `ask`" in err
    assert err.endswith("no fact 'new'; known here: flow, rooms, old\n2 errors.\n")


def test_an_unknown_fact_suggests_the_nearest(liverdeck, write_deck):
    write_deck(FACTS)
    code, _, err = liverdeck("show", "flaw", "-d", "heart")
    assert code == 1
    assert "no fact 'flaw'; did you mean `flow`?" in err


def test_every_fact_of_the_bundled_deck_can_be_shown(liverdeck, repository):
    first, *_ = load_deck(repository / "cards" / "liver-metastasis").deck.facts
    assert liverdeck("show", first.id).out.startswith(f"{first.id} (")


SHAPES = """\
  - id: rate
    from: pump
    ask: How fast?
    answer: {text: 70 /min, accept: [seventy, about 70]}
    reverse: {ask: What is 70 /min?, answer: the pulse}
  - id: valves
    from: rooms
    ask: Which valves?
    list: [mitral, {text: aortic, accept: [aortal]}]
    need: 1
"""


def test_show_prints_a_question_with_its_reverse(invoke, write_deck):
    write_deck(SHAPES)
    assert (
        invoke("show", "rate", "-d", "heart").out
        == """\
rate (chambers), heart/01-facts.yaml:4:5

card  How fast?
  = 70 /min (also: seventy, about 70)

reverse  What is 70 /min?
  = the pulse

Source: How it pumps
"""
    )


def test_show_prints_a_list(invoke, write_deck):
    write_deck(SHAPES)
    assert (
        invoke("show", "valves", "-d", "heart").out
        == """\
valves (chambers), heart/01-facts.yaml:9:5

card  Which valves?
    (2 items)
  = mitral
  = aortic (also: aortal)

Source: The four rooms
"""
    )


def test_show_prints_several_cards_as_json(invoke, write_deck):
    write_deck(SHAPES + FACTS)
    forward, back = json.loads(invoke("show", "rate", "-d", "heart", "--json").out)
    assert forward["part"] == ""
    assert back["part"] == "reverse"
    assert back["answers"] == [{"text": "the pulse", "accept": [], "hint": None}]
    (group,) = json.loads(invoke("show", "rooms", "-d", "heart", "--json").out)
    assert group["part"] == "left"
    assert group["heading"] == "Left"
    assert group["ordered"] is True


def test_an_unknown_fact_lists_all_facts(invoke, write_deck):
    write_deck(SHAPES)
    code, out, err = invoke("show", "xyz", "-d", "heart", "--json")
    assert (code, out) == (1, "")
    assert err == (
        "heart:1:1: error: no fact 'xyz'; known here: rate, valves\n1 error.\n"
    )


MARK = "\u202e"
"""A mark of text direction: a terminal shows what follows from right to left."""
MARKED_FACT = f"""\
  - id: valves
    from: pump
    ask: Which {MARK}valves?
    groups:
      - id: left
        title: Le{MARK}ft
        items: [mit{MARK}ral, {{text: a, accept: [b{MARK}c]}}]
    distractors:
      tri{MARK}cuspid: It is on the {MARK}right.
    why: Be{MARK}cause.
    note: Or {MARK}not.
    open: [per{MARK}haps]
  - {{id: old, from: pump, ask: Q?, answer: x, retired: Too {MARK}vague.}}
"""


def test_no_text_of_a_fact_turns_the_direction_of_the_terminal(invoke, write_deck):
    write_deck(MARKED_FACT)
    out = invoke("show", "valves", "-d", "heart").out
    assert "Which �valves?\n    Le�ft\n" in out
    assert "  = a (also: b�c)\n" in out
    assert "Why: Be�cause." in out
    out += invoke("show", "old", "-d", "heart").out
    assert "Retired: Too �vague." in out
    assert MARK not in out


def test_json_has_the_texts_as_their_author_wrote_them(invoke, write_deck):
    write_deck(MARKED_FACT)
    out = invoke("show", "valves", "-d", "heart", "--json").out
    assert json.loads(out)[0]["prompt"] == f"Which {MARK}valves?"
