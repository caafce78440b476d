"""Names that programs, files and people rely on: options, keys, ids, columns.

Most tests run a command and collect the paths in its JSON output, such as
`problems[].rule`. The record has the types of the values at each path. If we chose all
words that can be at a path, it also has the words that were found there.
"""

import json
import re
import sqlite3
import zipfile
from contextlib import closing
from operator import itemgetter
from pathlib import Path

import click
import pytest

from liverdeck.cli.main import cli
from tests.frozen.test_exit_codes import LINES

KEYS_OF_OUR_WORDS = set(
    """
    severity rule outcome reason kind type origin period mode form shape v ledger quiz
    score
    """.split()
)
"""Keys whose values are words or numbers that we chose."""
KEYS_OF_MAPPINGS = {"note_types", "numbers", "anki", "reject", "topics"}
"""Keys of objects whose own keys come from a deck. In a path they become `*`."""

CHECKED = [
    {"expected": "liver", "typed": "liver"},
    {"expected": ["liver", "hepar"], "typed": "Hepar", "id": 7},
    {"expected": "pancreas", "typed": "pancraes"},
    {"expected": "pancreas", "typed": "kidney"},
    {"expected": "pancreas", "typed": ""},
    {"expected": "5 mg", "typed": "5 kg"},
    {"expected": "5 mg", "typed": "5", "kind": "number"},
    {"expected": "vein", "typed": "artery", "reject": {"artery": "It leads away."}},
    {"expected": "vein", "typed": "portal", "open": ["portal"]},
    {"expected": "vein", "typed": "viens", "strict": True},
    {"expected": ["a", "b"], "typed": "a, b", "kind": "list"},
    {"expected": [["lung"], ["liver"]], "typed": "lung", "kind": "list", "need": 2},
    {
        "expected": ["lung", "skin"],
        "typed": "skin, lung",
        "kind": "list",
        "ordered": True,
    },
    {"expected": ["one", "two"], "typed": "two", "kind": "choice", "right": 1},
    {"expected": ["one", "two"], "typed": "A", "kind": "choice", "right": 1},
    {"expected": "x", "typed": 5},
    {"expected": "x", "typed": "y", "kind": "essay"},
]
ANSWERS = [
    ["kettle", "kettle"],
    ["kettle", "saucepan"],
    ["kettle/reverse", "to boil watr"],
    ["boiling-point/c1", "100", "°F"],
    ["boiling-point/c2", "more"],
    ["bread-list", "flour, water, milk, flour, sand"],
    ["bread-steps", "mix, bake, knead"],
    ["flours/without", "rice, maize, buckwheat"],
    ["two-places", "foil"],
]
HOUR_MS = 3_600_000
START_MS = 1_600_000_000_000
KEYS = """
aaa accept alt anki_name answer ask author blanks colour date deck description
difficulty difficulties distractors document facts file from groups hash heading height
hint id image
images items kind language learner_language licence list liverdeck n name need note
number numbers open options order passage passages points pages question quiz read
reject report retired reverse say shape source strict tags text title tolerance topic
topics type unit url version why words
""".split()
"""Every key of every file of a deck, in any position, and words that are not keys."""
START = "liverdeck: 1\ntopic: one\nfacts:\n  - id: f\n    from: p\n"
QUESTION = "    ask: Who?\n    answer: she\n"
POSITIONS_OF_KEYS = {
    "deck.yaml": ("deck.yaml", "", 0),
    "deck.yaml document": ("deck.yaml", "document:\n", 2),
    "deck.yaml topics": ("deck.yaml", "topics:\n  -\n", 4),
    "passages.yaml": ("passages.yaml", "", 0),
    "passages.yaml passages": ("passages.yaml", "passages:\n  -\n", 4),
    "fact file": ("01.yaml", "", 0),
    "statement": ("01.yaml", f"{START}    say: 'A {{{{c1::b}}}}.'\n", 4),
    "question": ("01.yaml", START + QUESTION, 4),
    "list": ("01.yaml", f"{START}    ask: Who?\n    list: [a, b]\n", 4),
    "groups": (
        "01.yaml",
        f"{START}    ask: Who?\n    groups:\n"
        "      - {id: g, title: G, items: [a]}\n"
        "      - {id: h, title: H, items: [b]}\n",
        4,
    ),
    "blank": (
        "01.yaml",
        f"{START}    say: 'A {{{{c1::b}}}}.'\n    blanks:\n      c1:\n",
        8,
    ),
    "answer": ("01.yaml", f"{START}    ask: Who?\n    answer:\n", 6),
    "item": ("01.yaml", f"{START}    ask: Who?\n    list:\n      - b\n      -\n", 8),
    "group": (
        "01.yaml",
        f"{START}    ask: Who?\n    groups:\n"
        "      - {id: g, title: G, items: [a]}\n      -\n",
        8,
    ),
    "reverse": ("01.yaml", f"{START}{QUESTION}    reverse:\n", 6),
    "image": ("01.yaml", f"{START}{QUESTION}    image:\n", 6),
}
"""Where keys may be: the file, the text before them, and their indentation.

If the text ends in a hyphen, the first key goes after the hyphen.
"""


def entry(number, rating, **more):
    """Return a line of a log. Lines with following numbers are 30 hours apart."""
    usual_values = {
        "v": 1,
        "id": f"made-{number}",
        "kind": "review",
        "card": "langue/coeur",
        "at": START_MS + number * 30 * HOUR_MS,
        "offset": 60,
        "rating": rating,
        "days": 1,
        "version": "0.1.0",
    }
    return json.dumps(usual_values | more, ensure_ascii=False)


def log_lines():
    typed = {"typed": "cardia", "outcome": "wrong", "reason": "wrong", "duration": 900}
    lines = [entry(n, 3 if n % 2 else 1, **typed) for n in range(20)]
    lines.append(entry(21, 4, card="langue/greek/c1", days=40, origin="anki"))
    lines.append(entry(60, 3, card="langue/greek/c1", days=60, interval=40))
    lines.append(entry(120, 3, card="langue/greek/c1", days=90, interval=60))
    return "".join(f"{line}\n" for line in lines)


def add_paths(value, path, paths):
    """Add the paths in a JSON value to `paths`, with the types and words there."""
    entry_of_path = paths.setdefault(path or "(all)", {"types": set(), "words": set()})
    entry_of_path["types"].add(type(value).__name__)
    key = re.split(r"[.\]]", path)[-1]
    if isinstance(value, dict):
        for name, child in value.items():
            step = "*" if key in KEYS_OF_MAPPINGS else name
            add_paths(child, f"{path}.{step}".strip("."), paths)
    elif isinstance(value, list):
        for child in value:
            add_paths(child, f"{path}[]", paths)
    elif key in KEYS_OF_OUR_WORDS:
        entry_of_path["words"].add(value)


def paths_of(*values):
    """Return the paths in JSON values, each with its types and our words there."""
    paths = {}
    for value in values:
        add_paths(value, "", paths)
    return {
        path: [" ".join(sorted(entry["types"])), *sorted(entry["words"], key=str)]
        for path, entry in paths.items()
    }


def commands(group, path=()):
    """Yield every command and every group with its path."""
    context = click.Context(group)
    for name in group.list_commands(context):
        subcommand = group.get_command(context, name)
        yield (*path, name), subcommand
        if isinstance(subcommand, click.Group):
            yield from commands(subcommand, (*path, name))


def parameter(option):
    """Return what a caller must know about an option or argument."""
    type_ = option.type
    summary = {"type": type_.name, "nargs": option.nargs, "required": option.required}
    if isinstance(type_, click.Choice):
        summary["choices"] = [str(choice) for choice in type_.choices]
    if hasattr(type_, "min"):
        summary["range"] = [type_.min, type_.max]
    if isinstance(option.default, (str, int, float, tuple)):
        summary["default"] = option.default
    summary["multiple"] = getattr(option, "multiple", False)
    summary["flag"] = getattr(option, "is_flag", False)
    summary["environment"] = option.envvar
    set_values = {
        key: value for key, value in summary.items() if value not in (None, False)
    }
    # Callers do not type the name of an argument.
    name = "argument"
    if option.param_type_name == "option":
        name = " ".join([*option.opts, *option.secondary_opts])
    return [name, set_values]


@pytest.fixture
def json_of(command):
    """Return a function that runs a command and reads the JSON that it prints."""

    def run(*arguments, **options):
        return json.loads(command(*arguments, **options)[1])

    return run


@pytest.fixture
def studied(command, deck, tmp_path):
    """Return the folder of a deck whose log has imported lines and some sessions."""
    (tmp_path / "lines.jsonl").write_text(log_lines(), "utf-8")
    folder = deck("langue")
    assert command("log", "import", "lines.jsonl")[0] == 0
    lines = ["le coeur", "3", "x", "", "x", "3", "x", "3", "u", "!", "b", "s", "q"]
    typed = "".join(f"{line}\n" for line in lines)
    assert command("study", "-d", folder, stdin=typed)[0] == 0
    crammed = command("study", "-d", folder, "--cram", stdin="x\n\nq\n")
    assert crammed[0] == 0
    assert command("study", "-d", folder, "--forget", "numero")[0] == 0
    assert command("study", "-d", folder, "--resume", "all")[0] == 0
    return folder


def test_commands_and_their_options_keep_their_names(frozen):
    summary = {"": [parameter(option) for option in cli.params]}
    for path, subcommand in commands(cli):
        summary[" ".join(path)] = [parameter(option) for option in subcommand.params]
    frozen("options", summary)


def test_every_command_has_recorded_exit_codes():
    lines = [f"{line} " for line in LINES]
    for path, _ in commands(cli):
        name = f"{' '.join(path)} "
        assert any(line.startswith(name) for line in lines), name


def test_rules_of_lint_keep_their_ids_and_severities(frozen, command):
    code, out, _ = command("lint", "--rules")
    assert code == 0
    frozen("rules", re.findall(r"^## (\S+) \((\w+)\)$", out, re.MULTILINE))


def test_keys_of_json_output_keep_their_names(frozen, command, json_of, deck):
    kitchen, garden = deck("kitchen"), deck("garden")
    bundled = deck("liver-metastasis")
    options = "--items 30 --seed s -o out --json".split()
    quiz = ["quiz", "-d", bundled, *options]
    covered = json_of("lint", "-d", garden, "--coverage", "--format", "json")
    facts = ("kettle", "boiling-point", "flours", "bread-steps")
    summary = {
        "lint --format json": paths_of(
            *[
                json_of("lint", "-d", folder, "--format", "json")
                for folder in (kitchen, garden)
            ]
        ),
        "lint --coverage --format json": paths_of(covered),
        "show --json": paths_of(
            *[json_of("show", fact, "-d", kitchen, "--json") for fact in facts]
        ),
        "check --json": paths_of(
            *[json_of("check", *answer, "-d", kitchen, "--json") for answer in ANSWERS]
        ),
        "build --json": paths_of(
            json_of(
                "build", "-d", garden, "-o", "g.apkg", "--update-text", "t", "--json"
            )
        ),
        "diff --json": paths_of(json_of("diff", "1", "-d", garden, "--json")),
        "quiz --json": paths_of(json_of(*quiz)),
    }
    counts = json_of("quiz", "-d", bundled, "--list", "--json")
    types = sorted({type_ for types in counts.values() for type_ in types})
    summary["quiz --list --json"] = {"topics": sorted(counts), "types": types}
    code, out, _ = command("lint", "-d", kitchen, "--format", "github")
    assert code == 0
    commands_printed = [line.split("::")[1] for line in out.splitlines()]
    without_values = {re.sub(r"=[^,:]*", "=", text) for text in commands_printed}
    summary["lint --format github"] = sorted(without_values)
    frozen("json-keys", summary)


def test_keys_of_judged_lines_keep_their_names(frozen, command):
    lines = [json.dumps(row, ensure_ascii=False) for row in CHECKED]
    lines += ["not json", "[]"]
    text = "".join(f"{line}\n" for line in lines)
    code, out, _ = command("check", "--jsonl", "-", stdin=text)
    summary = [json.loads(line) for line in out.splitlines()]
    for row in summary:
        for name in ("feedback", "error"):
            if name in row:
                row[name] = bool(row[name])
    frozen("jsonl", [f"exit code {code}", *summary])


def test_keys_of_a_quiz_keep_their_names(frozen, command, deck):
    folder = deck("liver-metastasis")
    formats = "json,csv,moodle,gift,qti,html,print,markdown,anki"
    arguments = ["--items", "30", "--forms", "2", "--seed", "s", "--format", formats]
    code, _, _ = command("quiz", "-d", folder, *arguments, "-o", "out")
    assert code == 0
    out = Path("out")
    paths = [path for path in out.rglob("*") if path.is_file()]
    names = sorted(path.relative_to(out).as_posix() for path in paths)
    summary = {"files": names}
    for name in names:
        if name.endswith(".json"):
            summary[name] = paths_of(json.loads((out / name).read_text("utf-8")))
        elif name.endswith(".csv"):
            summary[name] = (out / name).read_text("utf-8-sig").splitlines()[0]
    with zipfile.ZipFile(out / "keys" / "choice.apkg") as archive:
        collection = archive.read("collection.anki2")
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(collection)
        (text,) = database.execute("SELECT models FROM col").fetchone()
    models = json.loads(text)
    summary["note types"] = {
        model["name"]: [
            model["id"],
            [field["name"] for field in model["flds"]],
            [card["name"] for card in model["tmpls"]],
        ]
        for model in sorted(models.values(), key=itemgetter("name"))
    }
    frozen("quiz-keys", summary)


def test_keys_of_the_log_and_of_statistics_keep_their_names(
    frozen, command, json_of, studied
):
    summary = {"stats --json": paths_of(json_of("stats", "-d", studied, "--json"))}
    code, out, _ = command("log", "export")
    assert code == 0
    lines = [json.loads(line) for line in out.splitlines()]
    summary["log export"] = paths_of(*lines)
    summary["revisions"] = sorted(
        {(line["card"], line["revision"]) for line in lines if "revision" in line}
    )
    Path("again.jsonl").write_text(out, "utf-8")
    summary["log import --json"] = paths_of(
        json_of("log", "import", "again.jsonl", "--json")
    )
    to_anki = ["carry", "to-anki", "-d", studied, "-o", "mine.apkg", "--json"]
    summary["carry to-anki --json"] = paths_of(json_of(*to_anki))
    from_anki = json_of("carry", "from-anki", "mine.apkg", "-d", studied, "--json")
    summary["carry from-anki --json"] = paths_of(from_anki | {"skipped": {}})
    frozen("log-keys", summary)


def test_the_tables_of_the_log_keep_their_columns(frozen, command, studied):
    code, out, _ = command("log", "path")
    assert (code, studied.is_dir()) == (0, True)
    path = Path(out.strip())
    with closing(sqlite3.connect(path)) as database:
        names = database.execute("SELECT name FROM notes_to_self ORDER BY 1")
        summary = {
            "file": path.name,
            "user_version": database.execute("PRAGMA user_version").fetchone()[0],
            "names": [row[0] for row in names],
        }
        schema = database.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql NOT NULL ORDER BY 1, 2"
        ).fetchall()
        for type_, name, sql in schema:
            rows = [" ".join(sql.split())]
            if type_ != "index":
                columns = database.execute(f"PRAGMA table_info({name})")
                rows += [" ".join(map(str, column)) for column in columns]
            summary[f"{type_} {name}"] = rows
    frozen("log-tables", summary)


def test_environment_variables_keep_their_names(frozen, command, deck):
    folder = deck("langue")
    values = {
        "LIVERDECK_HOME": ("elsewhere", ["log", "path"]),
        "LIVERDECK_NEW": ("many", ["study", "-d", folder]),
        "LIVERDECK_REVIEWS": ("many", ["study", "-d", folder]),
        "LIVERDECK_RETENTION": ("2", ["stats", "-d", folder]),
        "LIVERDECK_LONGEST": ("0", ["study", "-d", folder]),
        "SOURCE_DATE_EPOCH": ("today", ["build", "-d", folder]),
    }
    summary = {}
    for name, (value, arguments) in values.items():
        code, out, _ = command(*arguments, env={name: value})
        summary[f"{name}={value}"] = [f"exit code {code}", out.strip()]
    frozen("environment", summary)


def test_files_that_commands_write_keep_their_names(frozen, command, deck, tmp_path):
    folder = deck("langue")
    command_lines = [
        ["new", "fresh"],
        ["release", "-d", "fresh"],
        ["build", "-d", folder],
        ["preview", "-d", folder],
        ["quiz", "-d", folder, "--items", "3"],
        ["carry", "to-anki", "-d", folder],
        ["stats", "-d", folder, "--html", "stats.html"],
        ["log", "repair"],
    ]
    summary, before = {}, set()
    for arguments in command_lines:
        code, _, _ = command(*arguments)
        paths = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")]
        now = {re.sub(r"\d{4}-\d\d-\d\d-\d{4}", "DATE", path) for path in paths}
        new = [path for path in sorted(now - before) if not path.startswith("langue")]
        summary[" ".join(map(str, arguments))] = [f"exit code {code}", *new]
        before = now
    frozen("files", summary)


def test_keys_of_the_ledger_keep_their_names(frozen, command, deck):
    lines = []
    second_release = ("release", "-d", deck("garden"), "--at", 1717243200 + 86400)
    assert command(*second_release)[0] == 0
    text = Path("garden/deck.lock").read_text("utf-8")
    lines += [json.loads(line) for line in text.splitlines()]
    for name in ("langue", "liver-metastasis"):
        text = (deck(name) / "deck.lock").read_text("utf-8")
        lines += [json.loads(line) for line in text.splitlines()]
    first_lines = [line for line in lines if "ledger" in line]
    notes = [line for line in lines if "fact" in line]
    assert len(first_lines) + len(notes) == len(lines)
    frozen("ledger-keys", {"head": paths_of(*first_lines), "note": paths_of(*notes)})


def test_keys_of_deck_files_keep_their_names(frozen, command, deck):
    summary = {}
    for name, (file, start, indent) in POSITIONS_OF_KEYS.items():
        folder = deck("keys")
        keys_before = re.findall(r"^([ -]*)(\w+):", start, re.MULTILINE)
        used = {key for spaces, key in keys_before if len(spaces) == indent}
        keys = [key for key in KEYS if key not in used]
        # All keys are written, most of them wrong: lint names those that it refuses.
        lines = [f"{' ' * indent}{key}: x" for key in keys]
        if start.endswith("-\n"):
            before = start.removesuffix("-\n").rstrip(" ")
            lines[0] = lines[0][: indent - 2] + "- " + lines[0][indent:]
        else:
            before = start
        (folder / file).write_text(before + "\n".join(lines) + "\n", "utf-8")
        _, out, _ = command("lint", "-d", folder, "--format", "json")
        first_line = before.count("\n") + 1
        rules = {key: set() for key in keys}
        for finding in json.loads(out):
            index = finding["line"] - first_line
            is_at_a_key = finding["column"] == indent + 1 and 0 <= index < len(keys)
            if is_at_a_key and Path(finding["path"]).name == file:
                rules[keys[index]].add(finding["rule"])
        refused = {
            key for key in keys if rules[key] & {"format", "blanks", "shape", "yaml"}
        }
        assert "aaa" in refused
        summary[name] = [key for key in keys if key not in refused]
        summary[name] += [f"above: {key}" for key in KEYS if key in used]
    frozen("deck-keys", summary)
