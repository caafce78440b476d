"""Exit codes of good and bad command lines.

All commands may end with 0, 1 or 2, `check` also with 3 to 5, and any with 130 after
Ctrl-C.
"""

import os
import re
import signal
import subprocess
import sys

import pytest

DECKS = ["kitchen", "garden", "langue", "broken", "broken-ledger"]
LINES = """
--help
--version
-h
no-such-command
--no-such-option
new
new fresh
new fresh
new garden
new !!!
new file.txt
index
index book.txt
index book.txt -d indexed
index missing.txt -d indexed
index empty.txt -d indexed
index latin.txt -d indexed
index short.txt -d indexed
index short.txt -d indexed --drop
lint
lint -d garden
lint -d kitchen
lint -d kitchen --severity warning
lint -d kitchen --severity error
lint -d kitchen --severity grave
lint -d broken
lint -d broken --format json
lint -d broken --format github
lint -d broken-ledger
lint -d missing
lint -d file.txt
lint -d empty-folder
lint -d kitchen -d garden
lint -d kitchen -d broken
lint -d kitchen --format xml
lint -d kitchen --coverage
lint -d kitchen --coverage --format github
lint -d indexed --document book.txt
lint -d indexed --document missing.txt
lint --rules
lint --rules -d broken
show
show kettle
show kettle -d kitchen
show kettle -d kitchen --json
show ketle -d kitchen
show grill -d kitchen
show kettle -d broken
show kettle -d missing
show kettle -d kitchen extra
check
check kettle kettle -d kitchen
check kettle saucepan -d kitchen
check kettle kettel -d kitchen
check kettle/reverse to boil water -d kitchen
check boiling-point 100 -d kitchen
check boiling-point/c1 100 -d kitchen
check boiling-point/c1 100 °C -d kitchen
check boiling-point/c7 100 -d kitchen
check two-places foil -d kitchen
check bread-list flour, water -d kitchen
check bread-list flour, water, salt -d kitchen
check grill above -d kitchen
check no-fact x -d kitchen
check kettle -d kitchen
check kettle kettle -d kitchen --explain
check kettle kettle -d kitchen --json
check kettle kettle -d missing
check --jsonl good.jsonl
check --jsonl bad.jsonl
check --jsonl empty.txt
check --jsonl missing.jsonl
check --jsonl good.jsonl kettle
preview -d kitchen
preview -d broken
preview -d kitchen -o out.html
preview -d kitchen -o -
preview -d kitchen -o - --watch
preview -d kitchen -o file.txt/out.html
preview -d kitchen -o folder
preview -d missing
build -d kitchen
build -d kitchen --new
build -d kitchen --new --frozen
build -d garden
build -d garden --frozen
build -d garden --new
build -d garden -o file.txt/out.apkg
build -d garden -o folder
build -d garden -o -
build -d garden --update-text texts
build -d garden --update-text file.txt
build -d langue --update-text nothing
build -d garden --update-text foreign
build -d broken
build -d broken-ledger
build -d missing
build -d garden --json
build garden
quiz -d garden
quiz -d garden --items 0
quiz -d garden --items -3
quiz -d garden --items 3
quiz -d garden --items 3 --seed x --forms 2
quiz -d garden --items 3 --forms 0
quiz -d garden --items 3 --forms 999
quiz -d garden --items 3 --format pdff
quiz -d garden --items 3 --format ,
quiz -d garden --items 3 --format csv,json
quiz -d garden --items 3 --topic soil
quiz -d garden --items 3 --topic sol
quiz -d garden --items 3 --types shorts
quiz -d garden --items 3 --difficulty 4
quiz -d garden --items 3 --options 9
quiz -d garden --items 3 --include humus
quiz -d garden --items 3 --include humous
quiz -d garden --items 3 --exclude lime
quiz -d garden --items 3 --minutes 5
quiz -d garden --items 3 --minutes 5 --mode exam --format html
quiz -d garden --items 3 --blueprint plan.yaml
quiz -d garden --blueprint plan.yaml
quiz --blueprint full-plan.yaml
quiz --blueprint full-plan.yaml -o planned
quiz -d garden --blueprint bad-plan.yaml
quiz -d garden --blueprint missing.yaml
quiz -d garden --items 3 -o file.txt
quiz -d garden --items 3 -o other-quiz
quiz -d garden --items 3 --page a3
quiz -d garden --items 9999
quiz -d garden --list
quiz -d broken --list
quiz -d garden --items 3 take
quiz take -d garden --items 2
quiz take -d missing
quiz take -d garden --topic sol
quiz leave
study -d langue
study -d langue --new 0 --reviews 0
study -d langue --new -1
study -d langue --topic lettres --cram
study -d langue --topic letters
study -d langue --leeches
study -d langue --ahead 400
study -d langue --resume all
study -d langue --resume coeur
study -d langue --forget coeur
study -d langue --forget cur
study -d langue --retention 0.1
study -d langue --retention nan
study -d langue --longest 0
study -d broken
study -d missing
stats -d langue
stats -d langue --json
stats -d langue --html stats.html
stats -d langue --html stats.html --json
stats -d langue --html file.txt/stats.html
stats -d missing
log path
log export
log export -o log.jsonl
log export -o file.txt/log.jsonl
log import log.jsonl
log import missing.jsonl
log import bad.jsonl
log import empty.txt
log import garden.apkg
log repair
log erase
carry to-anki -d garden -o mine.apkg
carry to-anki -d kitchen
carry to-anki -d missing
carry from-anki mine.apkg -d garden
carry from-anki file.txt -d garden
carry from-anki missing.apkg -d garden
carry from-anki
diff
diff 1 -d garden
diff 1 -d garden --json
diff 0 -d garden
diff 2 -d garden
diff 99999999999999999999999 -d garden
diff 1 -d kitchen
diff garden.apkg -d garden
diff garden.apkg garden.apkg
diff garden.apkg missing.apkg
diff file.txt garden.apkg
diff missing.apkg garden.apkg
diff 1 garden.apkg -d garden
release -d kitchen
release -d kitchen --new --at tomorrow
release -d kitchen --new --at 20240601
release -d kitchen --new --at 2024-06-01
release -d kitchen --new --at 2999-01-01T00:00Z
release -d kitchen --new --at 2024-06-01T12:00Z
release -d kitchen --new
release -d kitchen
release -d garden --new
release -d garden --at 2024-01-01T00:00Z
release -d garden --recover garden.apkg
release -d garden --at 2024-07-01T12:00Z
release -d garden
build -d garden --frozen
build -d kitchen --frozen
release -d broken
release -d broken-ledger
release -d missing
release -d lost --recover missing.apkg
release -d lost --recover file.txt
release -d lost
release -d lost --recover garden.apkg
release -d lost
""".strip().splitlines()
"""The lines run in this order in one folder: one may need what an earlier one wrote."""
FILES = {
    "file.txt": "Not a folder.\n",
    "empty.txt": "",
    "book.txt": (
        "What the ground is made of\n\nIt is earth.\n\nBeds and borders\n\nRows.\n"
    ),
    "short.txt": "Another heading\n\nOf another book, with sentences.\n",
    "good.jsonl": '{"expected": "a", "typed": "b"}\n',
    "bad.jsonl": '{"expected": "a"}\nnonsense\n',
    "plan.yaml": "liverdeck: 1\nitems:\n  - {n: 2, topic: soil}\n",
    "full-plan.yaml": (
        "liverdeck: 1\nitems:\n"
        "  - {n: 1, topic: diagnosis, type: single, difficulty: 1}\n"
    ),
    "bad-plan.yaml": "liverdeck: 1\nitems:\n  - {n: 2, topic: sol, sort: short}\n",
    "other-quiz/quiz.json": '{"quiz": 99}\n',
    "foreign/garden-update-2.txt": "Notes of my own.\n",
    "folder/inside.txt": "So that it is not empty.\n",
}


@pytest.fixture
def folder(command, deck, tmp_path):
    """Return a folder with the decks, files and package that the command lines name."""
    for name in DECKS:
        deck(name)
    deck("garden", to="indexed")
    deck("garden", to="lost")
    (tmp_path / "lost" / "deck.lock").unlink()
    (tmp_path / "empty-folder").mkdir()
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    (tmp_path / "latin.txt").write_bytes("Überschrift\n".encode("latin-1"))
    assert command("build", "-d", "garden", "-o", "garden.apkg")[0] == 0
    return tmp_path


@pytest.mark.slow
def test_command_lines_end_with_the_recorded_exit_codes(frozen, command, folder):
    assert folder.is_dir()
    frozen("exit-codes", [f"{command(*line.split())[0]} {line}" for line in LINES])


def test_a_command_without_a_deck_uses_the_only_one_or_refuses(
    frozen, command, deck, tmp_path
):
    lines = ["lint", "show definition", "release", "build", "index book.txt"]
    (tmp_path / "book.txt").write_text(FILES["book.txt"], "utf-8")
    rows = []
    for step in ("no deck", "one deck", "two decks"):
        if step == "one deck":
            deck("langue", to="cards/langue")
        if step == "two decks":
            deck("garden", to="cards/garden")
        for line in lines:
            code, _, errors = command(*line.split())
            first_line = errors.splitlines()[0] if errors else ""
            decks_named = re.findall(r"cards/[a-z]+", first_line)
            rows.append(f"{code} {step}: {line} {' '.join(decks_named)}".rstrip())
    frozen("exit-codes-deck-left-out", rows)


@pytest.fixture
def program(deck, tmp_path):
    """Return a function that starts the program in its own process."""
    deck("langue")
    environment = os.environ | {
        "LIVERDECK_HOME": str(tmp_path / "home"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def start(line):
        return subprocess.Popen(
            [sys.executable, "-m", "liverdeck", *line.split()],
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    return start


@pytest.mark.slow
def test_the_program_ends_with_the_recorded_exit_codes(frozen, program):
    rows = []
    for line in (
        "lint --colour",
        "check --jsonl missing.jsonl",
        "check coeur foie -d langue",
    ):
        with program(line) as running:
            out, errors = running.communicate()
        streams = ["stdout"] if out else []
        streams += ["stderr"] if errors else []
        rows.append(f"{running.returncode} {line}: {' '.join(streams)}")
    frozen("exit-codes-program", rows)


def test_ctrl_c_ends_study_with_exit_code_130(program):
    with program("study -d langue") as running:
        assert running.stdout.read(1)  # waits until the program has started
        running.send_signal(signal.SIGINT)
        running.communicate()
    assert running.returncode == 130
