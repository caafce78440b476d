"""Which findings `lint` has and at which positions, but not their messages."""

import json
import shutil
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent.parent / "fixtures" / "lint"
DECKS = [
    "kitchen",
    "garden-first",
    "garden",
    "langue",
    "liver-metastasis",
    "broken",
    "broken-ledger",
]
SEVERITIES = ["error", "warning", "advice"]
DOCUMENT = """\
What the ground is made of

Dark humus is made from dead plants. Earthworms loosen the soil, and clay holds it.
Under the topsoil lies the subsoil, and under that the rock. Lime makes it less acid.

Beds and borders

Carrots, radishes and beetroot grow in small beds, and so do lettuce and spinach.
Water the beds early in the day. A mulch keeps them moist; a fence keeps hares out.

Tools

A spade and a rake are enough for a small garden.
"""
LATER_DOCUMENT = DOCUMENT.replace("early in the day", "late in the evening").replace(
    "Tools\n\nA spade and a rake are enough for a small garden.\n",
    "Paths\n\nBark on the paths keeps shoes clean.\n",
)
CHANGES_AFTER_A_RELEASE = {
    "blank text moved": ("01-soil", "{{c1::humus}}", "{{c1::dead plants}}"),
    "blanks changed places": (
        "01-soil",
        "{{c1::humus}}, made from {{c2::dead plants}}",
        "{{c2::humus}}, made from {{c1::dead plants}}",
    ),
    "blank number gone": ("01-soil", "{{c2::dead plants}}", "dead plants"),
    "fact deleted": ("02-plants", "  - id: mulch", "  - id: cover"),
    "group renamed": ("02-plants", "id: roots", "id: tubers"),
    "shape changed": (
        "02-plants",
        "say: Beds are watered {{c1::early::when?}} in the day.",
        "ask: When are beds watered?\n    answer: early",
    ),
    "question reworded": ("01-soil", "Which animals loosen", "What animals move"),
    "reverse removed": ("01-soil", "    reverse: {", "    # reverse: {"),
}
"""For each change: the file, a text in it, and the text to write in its place."""


def findings(out):
    """Return a row for each finding: severity, rule and position."""
    return [
        " ".join(
            [
                finding["severity"],
                finding["rule"],
                f"{finding['path']}:{finding['line']}:{finding['column']}",
            ]
        )
        for finding in json.loads(out)
    ]


def lines_without_comments(path):
    lines = path.read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@pytest.fixture
def lint(command):
    """Return a function that lints and returns the exit code and the findings."""

    def run(*arguments):
        code, out, _ = command("lint", *arguments, "--format", "json")
        return code, findings(out)

    return run


@pytest.mark.parametrize("name", DECKS)
def test_the_findings_in_a_deck_are_as_recorded(name, frozen, lint, deck):
    code, rows = lint("-d", deck(name))
    frozen(f"lint-{name}", [f"exit code {code}", *rows])


@pytest.mark.parametrize("name", DECKS)
def test_a_severity_leaves_out_less_severe_findings(name, lint, deck):
    folder = deck(name)
    _, all_rows = lint("-d", folder)
    for number, severity in enumerate(SEVERITIES, 1):
        as_severe = tuple(SEVERITIES[:number])
        expected = [row for row in all_rows if row.startswith(as_severe)]
        assert lint("-d", folder, "--severity", severity)[1] == expected


def test_the_findings_in_the_fixtures_are_as_recorded(frozen, lint, tmp_path):
    findings_by_fixture = {}
    folder = tmp_path / "heart"
    folder.mkdir()
    for name in ("deck.yaml", "passages.yaml"):
        shutil.copy(FIXTURES / name, folder)
    for path in sorted(FIXTURES.glob("*/*.yaml")):
        shutil.copy(path, folder / "01-facts.yaml")
        code, rows = lint("-d", "heart")
        name = f"{path.parent.name}/{path.stem}"
        findings_by_fixture[name] = [f"exit code {code}", *rows]
    frozen("lint-fixtures", findings_by_fixture)


def test_the_findings_against_a_release_are_as_recorded(frozen, lint, deck):
    findings_by_change = {}
    for name, (file, old, new) in CHANGES_AFTER_A_RELEASE.items():
        path = deck("garden") / f"{file}.yaml"
        text = path.read_text("utf-8")
        assert old in text, name
        path.write_text(text.replace(old, new, 1), "utf-8")
        code, rows = lint("-d", "garden", "--severity", "warning")
        findings_by_change[name] = [f"exit code {code}", *rows]
    frozen("lint-against-a-release", findings_by_change)


def test_two_decks_with_one_id_are_a_finding(frozen, lint, deck):
    deck("garden")
    deck("garden", to="copy")
    code, rows = lint("-d", "garden", "-d", "copy", "--severity", "error")
    frozen("lint-same-id", [f"exit code {code}", *rows])


def test_a_document_gives_the_recorded_word_index_and_findings(
    frozen, command, lint, deck, tmp_path
):
    folder = deck("garden")
    (tmp_path / "book.txt").write_text(DOCUMENT, "utf-8")
    (tmp_path / "later.txt").write_text(LATER_DOCUMENT, "utf-8")
    assert command("index", "book.txt", "-d", folder)[0] == 0
    summary = {"passages.yaml": lines_without_comments(folder / "passages.yaml")}
    for name in ("book.txt", "later.txt"):
        code, rows = lint("-d", folder, "--document", name)
        summary[name] = [f"exit code {code}", *rows]
    code, out, _ = command("lint", "-d", folder, "--coverage", "--format", "json")
    summary["coverage"] = [f"exit code {code}", *json.loads(out)["coverage"]]
    assert command("index", "later.txt", "-d", folder)[0] == 0
    summary["later passages.yaml"] = lines_without_comments(folder / "passages.yaml")
    frozen("lint-document", summary)
