"""Papers with texts that are made to break formats."""

import json
import struct
import zlib
from dataclasses import replace

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.quiz.formats.job import QuizJob
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.papers.assemble import Paper
from liverdeck.quiz.papers.paper_forms import make_paper_forms
from tests.conftest import DECK, PASSAGES

_TEXTS = r"""
a ~ b = c # d { e } f : g \ h %
25 % of <5 and >3 & so on
<b>bold</b> &amp; <script>alert(1)</script>
"quoted" 'single' `tick`
a -> b -> c
// no comment
::title::
[html] and [18F]FDG
[plain]text
half-life (h)
$CATEGORY: x $5
HLA-A*02 and *
%50%half
-5 °C ± 1
=1+1
@cmd|x
α-fetoprotein, β, µ
10⁹/l and H₂O
שלום עולם
مرحبا
🫀 and 👩‍⚕️
\(x^2\) and \[y\]
first line⏎second line
]]> and <![CDATA[
{{c1::x}} and {{Key}}
*stars* _lines_ # hash
1. one⏎- two
a | b || c
é è ü ß ﬁ
don’t — “so” …
</style></script><!-- x -->
&lt; &#65; &nbsp;
#{x} #let y = 1
"""
_LONG = "x" * 30 + " " + "long text about nothing much, " * 16
NASTY = [line.replace("⏎", "\n") for line in _TEXTS.strip().split("\n")]
NASTY.insert(30, _LONG)
"""Texts that broke a platform, and texts that mean something in some format."""
ORGANS = ("liver", "spleen", "kidney", "heart", "stomach", "pancreas")


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def question(number, nasty):
    key, *wrong = ORGANS[:4]
    rejects = "".join(
        f"        {quoted(f'{organ} {nasty}')}: {quoted(f'{nasty}: why not')}\n"
        for organ in wrong
    )
    return f"""\
  - id: q{number}
    from: pump
    ask: {quoted(f"{nasty}, which of them?")}
    answer:
      text: {quoted(f"{key} {nasty}")}
      accept: [{quoted(f"hepar {nasty}")}]
      reject:
{rejects}\
    why: {quoted(f"Because {nasty}")}
    note: {quoted(f"And {nasty}")}
"""


def listing(number, nasty, order):
    items = "".join(f"      - {quoted(f'{organ} {nasty}')}\n" for organ in ORGANS[:3])
    wrong = "".join(
        f"      {quoted(f'{organ} {nasty}')}: {quoted(f'No: {nasty}')}\n"
        for organ in ORGANS[3:]
    )
    return f"""\
  - id: l{number}
    from: pump
    ask: {quoted(f"What of {nasty}?")}
    order: {order}
    list:
{items}\
    distractors:
{wrong}"""


def group(index, title, nasty):
    first, second = ORGANS[2 * index : 2 * index + 2]
    items = f"{quoted(f'{first} {nasty}')}, {quoted(f'{second} {nasty}')}"
    return f"""\
      - id: g{index}
        title: {quoted(title)}
        items: [{items}]
"""


def grouped(number, nasty):
    # A group's name has another text, because it must share no word with its items.
    other = NASTY[(number + len(NASTY) // 2) % len(NASTY)]
    titles = (f"Upper {other}", f"Lower {other}")
    groups = "".join(group(index, title, nasty) for index, title in enumerate(titles))
    return f"""\
  - id: g{number}
    from: pump
    ask: {quoted(f"Where is {nasty}?")}
    grouping: document
    groups:
{groups}"""


PLAIN = """\
  - id: dose
    from: pump
    ask: How much is given?
    answer:
      number: -0.5
      unit: mg
      tolerance: 0.1
      reject:
        5 mg: Ten times as much.
        -5 mg: Ten times as much the other way.
        50 mg: A hundred times as much.
  - id: flow
    from: rooms
    say: Blood enters by the {{c1::vein::vessel}} <5 & {x}.
    blanks:
      c1:
        reject:
          artery: It leaves there.
          nerve: No blood at all.
  - id: shown
    from: rooms
    ask: What does the picture show?
    answer:
      text: a dot
      reject:
        a line: It is not one.
        a ring: It is none.
    image: {file: dot.png, alt: A "dot" <1 mm & black}
"""


def png():
    """Return a picture of one black pixel."""

    def chunk(name, data):
        length = struct.pack(">I", len(data))
        return length + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


@pytest.fixture(scope="session")
def torture_deck(tmp_path_factory):
    """Return a deck with every item type and every nasty text."""
    facts = PLAIN
    for number, nasty in enumerate(NASTY):
        facts += question(number, nasty)
        facts += listing(number, nasty, ("any", "fixed")[number % 2])
        facts += grouped(number, nasty)
    folder = tmp_path_factory.mktemp("torture") / "heart"
    folder.mkdir()
    (folder / "dot.png").write_bytes(png())
    texts = {"deck": DECK, "passages": PASSAGES}
    texts["01-facts"] = f"liverdeck: 1\ntopic: chambers\nfacts:\n{facts}"
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    loaded = load_deck(folder)
    assert loaded.problems == ()
    return loaded.deck


@pytest.fixture(scope="session")
def torture(torture_deck):
    """Return a function that makes a job of that deck.

    `bank` has the items of the job; without it, these are all items of the deck. Unless
    `keeps_essays` is true, no item has to be judged by its meaning.
    """
    deck = torture_deck
    usual_bank = item_bank(deck)

    def make(forms=1, *, bank=usual_bank, keeps_essays=False, **job):
        if not keeps_essays:
            bank = [replace(item, is_judged_by_meaning=False) for item in bank]
        paper_forms = make_paper_forms(bank, "7", forms)
        items = tuple(asked.item for asked in paper_forms[0].asked)
        names = ("Title <1> & {2}", deck.id, deck.document.title, deck.language)
        paper = Paper(*names, "7 <x>", items, paper_forms)
        return QuizJob(paper, deck, **job)

    return make
