"""Gives hostile inputs to every reader, which must stay within memory and time limits.

No reader may end with a traceback. `python -m tests.hostile_inputs 20000` makes 20,000
inputs, always the same ones. `tests/test_hostile_inputs.py` reads some of them.
"""

from __future__ import annotations

import io
import json
import resource
import signal
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from random import Random

from liverdeck.anki.exported import read_export
from liverdeck.authoring.document import split_document
from liverdeck.authoring.ledger_file import parse_ledger
from liverdeck.authoring.loader import load_deck
from liverdeck.base.files import decoded
from liverdeck.base.picture_checks import picture_fault
from liverdeck.checker.jsonl import judge_rows
from liverdeck.lint.run import lint_deck
from liverdeck.publishing.build import build_package
from liverdeck.publishing.published import read_package
from liverdeck.quiz.manifest import read_manifest
from liverdeck.quiz.papers.blueprint import read_blueprint
from liverdeck.study.reviewlog.exchange import read_lines

SEED = 20261128
MOST_MEGABYTES, MOST_CPU_SECONDS = 300, 10
INPUTS_OF_A_PROCESS = 500
BUNDLED = Path(__file__).parents[1] / "cards" / "liver-metastasis"
TOKENS = (
    *(b"{{c1::", b"}}", b"::", b"\x1f", b"\0", b"\xff", b"\xe2\x80\xae", b"\xc2\x9b"),
    *(b"{", b"}", b"[", b"]", b'"', b"'", b"\n", b"\r", b"\t", b" ", b"  - ", b"? "),
    *(
        b"&a ",
        b"*a",
        b"<<: ",
        b"!!x ",
        b"#",
        b": ",
        b"|\n",
        b"1e999",
        b"-1",
        b"9" * 400,
    ),
    *(b"null", b"\\ud800", b"\xf0\x9f\x98\x80", b"=", b"(", b"- ", b"<svg ", b"not "),
    *(b"href='//x'", b"\xef\xbb\xbf", b"a" * 300, b", ", b"true", b"id: a", b"1/0"),
    *(b"x 10^9", b"\x1b]52;c;x\x07"),
)
ROW = {
    "expected": ["liver", "Leber"],
    "typed": "livr, 5 mg",
    "kind": "list",
    "open": [],
}
LOG = Path(__file__).parent / "frozen" / "data" / "schedule-log.jsonl"


def mutated(data: bytes, random: Random) -> bytes:
    """Return data with a few damaged, repeated, swapped or foreign pieces."""
    for _ in range(random.randint(1, 8)):
        start = random.randrange(len(data) + 1)
        end = min(len(data), start + random.choice((0, 1, 3, 30, 2000)))
        piece = random.choice(
            (
                b"",
                random.choice(TOKENS),
                random.choice(TOKENS) * random.choice((2, 50, 5000)),
                random.randbytes(random.choice((1, 4))),
                data[start:end] * random.choice((2, 20)),
                data[end : end + 200],
            )
        )
        data = data[:start] + piece[:200_000] + data[end:]
    return data


class Readers:
    """All readers. `seeds` has, by a reader's name, inputs that it accepts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.deck = load_deck(BUNDLED).required()
        package = io.BytesIO()
        ledger = load_deck(BUNDLED).ledger
        build_package(self.deck, ledger, package)
        with zipfile.ZipFile(package) as archive:
            self.collection = archive.read("collection.anki2")
        small = b'<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>'
        texts = sorted(BUNDLED.glob("*.yaml"))
        self.seeds = {
            "deck": [path.read_bytes() for path in texts if path.name[0].isdigit()],
            "head": [(BUNDLED / "deck.yaml").read_bytes()],
            "passages": [(BUNDLED / "passages.yaml").read_bytes()],
            "ledger": [(BUNDLED / "deck.lock").read_bytes()],
            "package": [self.collection],
            "packed": [package.getvalue()],
            "log": [b"".join(LOG.read_bytes().splitlines(keepends=True)[:6])],
            "rows": [json.dumps(ROW).encode() + b"\n"],
            "manifest": [
                b'{"quiz": 1, "deck": "x", "seed": "1", "items": [{"id": "a"}]}'
            ],
            "blueprint": [b"liverdeck: 1\nitems:\n  - {topic: imaging, n: 3}\n"],
            "document": [b"1. A heading\n\nSome text. More.\n\n\nB\n- x\n"],
            "picture": [
                small,
                b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x27\x10\0\0\x27\x10",
            ],
        }

    def read(self, name: str, data: bytes) -> None:
        """Give an input to the reader with this name."""
        text = decoded(data, "input").value or ""
        match name:
            case "deck" | "head" | "passages":
                self._read_deck(name, data)
            case "ledger":
                parse_ledger(text, "deck.lock", "liver-metastasis")
            case "log":
                read_lines(io.StringIO(text), "log")
            case "rows":
                list(judge_rows(io.BytesIO(data)))
            case "document":
                split_document(text)
            case _:
                self._read_file(name, data)

    def _read_deck(self, name: str, data: bytes) -> None:
        files = {"deck": "01.yaml", "head": "deck.yaml", "passages": "passages.yaml"}
        for role, file in files.items():
            content = data if role == name else self.seeds[role][0]
            (self.folder / file).write_bytes(content)
        lint_deck(self.folder)

    def _read_file(self, name: str, data: bytes) -> None:
        path = self.folder / ("x.svg" if name == "picture" else "input.bin")
        path.write_bytes(data)
        match name:
            case "package":
                with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                    archive.writestr("collection.anki2", data)
                read_package(path)
                read_export(path)
            case "packed":
                read_package(path)
                read_export(path)
            case "manifest":
                read_manifest(path)
            case "blueprint":
                read_blueprint(path, self.deck)
            case "picture":
                picture_fault(path)


def print_now(text: object) -> None:
    """Print a line without delay."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def read_inputs(first: int, count: int) -> None:
    """Read `count` inputs from number `first` on, and print each number first."""
    # A process reserves more addresses than it uses memory: twice the limit is enough.
    limit_bytes = 2 * MOST_MEGABYTES * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))
    with tempfile.TemporaryDirectory() as folder:
        readers = Readers(Path(folder))
        names = sorted(readers.seeds)
        for number in range(first, first + count):
            random = Random(f"{SEED} {number}")  # noqa: S311  # inputs, not keys
            name = names[number % len(names)]
            data = mutated(random.choice(readers.seeds[name]), random)
            print_now(f"{number} {name}")
            signal.setitimer(signal.ITIMER_PROF, MOST_CPU_SECONDS)
            readers.read(name, data)
            signal.setitimer(signal.ITIMER_PROF, 0)
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak_kb = int(status.partition("VmHWM:")[2].split()[0])
    print_now(f"peak {peak_kb // 1024}")


def faults_of(first: int, count: int) -> tuple[list[str], int]:
    """Read `count` inputs in a new process; return the faults and its peak in MB.

    If an input ends the process, another process reads the inputs after that one.
    """
    process = subprocess.run(
        [sys.executable, "-m", "tests.hostile_inputs", "part", str(first), str(count)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
    )
    *lines, last = process.stdout.splitlines() or [""]
    if process.returncode or not last.startswith("peak "):
        number = int(last.split()[0]) if last else first
        message = f"input {last}: exit {process.returncode}: {process.stderr[-1500:]}"
        faults, peak = [message], 0
        if lines and number + 1 < first + count:
            later_faults, peak = faults_of(number + 1, first + count - number - 1)
            faults += later_faults
        return faults, peak
    peak = int(last.split()[1])
    if peak > MOST_MEGABYTES:
        return [f"inputs from {first}: {peak} MB"], peak
    return [], peak


def main(total: int, begin: int = 0) -> int:
    """Read the inputs from `begin` up to `total`; return the number of faults."""
    faults: list[str] = []
    peak_mb = 0
    for first in range(begin, total, INPUTS_OF_A_PROCESS):
        count = min(INPUTS_OF_A_PROCESS, total - first)
        new_faults, batch_peak_mb = faults_of(first, count)
        faults += new_faults
        peak_mb = max(peak_mb, batch_peak_mb)
        print_now(f"{first + count} inputs, {len(faults)} faults, at most {peak_mb} MB")
        for fault in new_faults:
            print_now(fault)
    return len(faults)


if __name__ == "__main__":
    if sys.argv[1] == "part":
        read_inputs(int(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(min(1, main(*map(int, sys.argv[1:]))))
