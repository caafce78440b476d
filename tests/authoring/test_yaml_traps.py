import os

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.authoring.yaml_nodes import DEEPEST_NESTING
from liverdeck.authoring.yaml_reader import read_file, read_yaml
from liverdeck.base import files

BOM = b"\xef\xbb\xbf"


def problem_texts(text):
    return [str(problem) for problem in read_yaml(text, "f.yaml").problems]


def problem_texts_of_file(path, data):
    path.write_bytes(data)
    return [
        str(problem).removeprefix(str(path)) for problem in read_file(path).problems
    ]


# Positions


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("é: &x y\n", "1:4"),
        ("😀😀: &x y\n", "1:5"),
        ("a: é\nb: 'ü' # ö\nñ: {ä, b: c}\n", "3:5"),
        ("a: é\r\nb: é\r\nc: &x y\r\n", "3:4"),
        ("a: é\rb: &x y\r", "2:4"),
        ("a: >-\n  ééé\n\n  ééé\nb: &x y\n", "5:4"),
        ("- a\n-   - é\n    - &x y\n", "3:7"),
    ],
)
def test_a_position_is_counted_in_characters_from_one(text, position):
    (problem_text,) = problem_texts(text)
    assert problem_text.startswith(f"f.yaml:{position}: ")


def test_a_byte_order_mark_does_not_count_as_a_column(tmp_path):
    (problem_text,) = problem_texts_of_file(tmp_path / "f.yaml", BOM + b"&x y\n")
    assert problem_text.startswith(":1:1: a YAML anchor")


def test_a_second_byte_order_mark_is_refused(tmp_path):
    (problem_text,) = problem_texts_of_file(tmp_path / "f.yaml", BOM + BOM + b"a: b\n")
    assert problem_text.startswith(":1:1: an invisible character, U+FEFF; ")


@pytest.mark.parametrize(
    ("data", "position", "byte"),
    [
        (b"\xff\xfea\x00", "1:1", "ff"),  # UTF-16, as Windows calls Unicode
        (b"a: gr\xfcn\n", "1:6", "fc"),  # Latin-1
        ("é: ü\r\nü: ".encode() + b"\x80\n", "2:4", "80"),
        (b"a: \xc3", "1:4", "c3"),  # breaks off within a character
        (b"a: \xed\xa0\x80", "1:4", "ed"),  # half of a surrogate pair
    ],
)
@pytest.mark.parametrize(
    "mark", [b"", BOM], ids=["without a byte order mark", "with one"]
)
def test_a_byte_that_is_not_utf8_has_its_position(tmp_path, mark, data, position, byte):
    assert problem_texts_of_file(tmp_path / "f.yaml", mark + data) == [
        f":{position}: byte 0x{byte} is not UTF-8; save the file in the encoding UTF-8"
    ]


# Traps


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("a: *x\nb: *y\n", ["1:4", "2:4"]),
        ("- &a b\n- *a\n", ["1:3", "2:3"]),
        ("a: {<<: b}\n", ["1:5"]),
        ("a: !!binary eA==\n", ["1:4"]),
        ("a: !<tag:x> b\n", ["1:4"]),
        ("%TAG ! tag:x,2000:\n---\na: b\n", ["1:1"]),
        ("a: {b: c, b: d}\n", ["1:11"]),
        ("a: 1\n'a': 2\n\"a\": 3\n", ["2:1", "3:1"]),
        ("a: [b: ]\n", ["1:5"]),
        ("a: {b, c}\n", ["1:5", "1:8"]),
        ("a: {b:c}\n", ["1:5"]),
        ("{a: b}: c\n", ["1:1"]),
        ("a:\n  \t- b\n", ["2:3"]),
        ("a: b\tc\n", ["1:5"]),
        ("a: b\n---\nc: d\n---\ne: f\n", ["2:1"]),
    ],
)
def test_each_trap_is_reported_at_its_position(text, positions):
    texts = problem_texts(text)
    assert [problem_text.split(": ")[0] for problem_text in texts] == [
        f"f.yaml:{position}" for position in positions
    ]
    assert all("; " in problem_text for problem_text in texts), (
        "each says how to fix it"
    )


@pytest.mark.parametrize(
    "text", ["'<<': b\n", "a: '&b *c !d'\n", "a: '---'\n", "a: b*c & d!e\n"]
)
def test_a_text_that_looks_like_a_trap_is_not_a_problem(text):
    assert problem_texts(text) == []


INVISIBLE = [
    0x00,
    0x07,
    0x08,
    0x0B,
    0x0C,
    0x1B,
    0x1F,
    0x7F,
    0x85,
    0x9F,
    0x2028,
    0x2029,
    0xFEFF,
]


@pytest.mark.parametrize("code", INVISIBLE, ids=hex)
def test_an_invisible_character_is_refused_at_its_position(code):
    (problem_text,) = problem_texts(f"é: b\nc: d{chr(code)}e\n")
    message = f"an invisible character, U+{code:04X}; delete it"
    assert problem_text == f"f.yaml:2:5: {message}"


@pytest.mark.parametrize("code", [*INVISIBLE, 0x0D], ids=hex)
def test_an_escape_for_an_invisible_character_is_refused(code):
    (problem_text,) = problem_texts(f'é: b\nc: "d\\u{code:04x}e"\n')
    assert problem_text.startswith(
        f"f.yaml:2:4: an escape for the invisible character U+{code:04X}; "
    )


@pytest.mark.parametrize("text", ['"\\ud800"', '"\\U00110000"', '"\\q"', '"\\x1"'])
def test_an_impossible_escape_is_a_problem(text):
    (problem_text,) = problem_texts(f"a: {text}\n")
    assert problem_text.startswith("f.yaml:1:")
    assert ">-" in problem_text


@pytest.mark.parametrize("char", list('>|@%`&*!-["{' + "'#,]}"))
def test_a_text_with_a_yaml_character_is_read_as_typed_or_refused(write_deck, char):
    misread = []
    for pattern in ["{0} x", "{0}x", "{0}5 cm", "{0}x{0} y", "{0}x: y"]:
        typed = pattern.format(char)
        loaded = load_deck(
            write_deck(f"  - id: a\n    from: pump\n    ask: Q?\n    answer: {typed}\n")
        )
        read = None if loaded.problems else loaded.deck.facts[0].shape.answer.text
        has_fix = any(">-" in problem.fix for problem in loaded.problems)
        if read != typed and not has_fix:
            misread.append((typed, read, [str(problem) for problem in loaded.problems]))
    assert misread == []


@pytest.mark.parametrize("typed", ["a: b", "ratio: 1:40", "x:", "why: because: no"])
def test_the_fix_for_a_colon_and_a_space_is_a_line_of_its_own(write_deck, typed):
    loaded = load_deck(
        write_deck(f"  - id: a\n    from: pump\n    ask: {typed}\n    answer: x\n")
    )
    assert any(
        problem.position.line == 6 and ">-" in problem.fix
        for problem in loaded.problems
    ), loaded.problems


@pytest.mark.parametrize("text", ["", "\n\n", "# a\n# b\n", " \n", "\ufeff"])
def test_an_empty_file_is_a_problem_at_its_start(tmp_path, text):
    (tmp_path / "f.yaml").write_text(text, encoding="utf-8")
    result = read_file(tmp_path / "f.yaml")
    node, problems = result.value, result.problems
    assert node is None
    assert [str(problem) for problem in problems] == [
        f"{tmp_path / 'f.yaml'}:1:1: the file is empty; write into it, or delete it"
    ]


# Limits


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "{a: " * 100_000, "- " * 50_000, "? " * 50_000, "[[],{}," * 50_000],
)
def test_a_hundred_thousand_levels_are_refused_at_once(text):
    assert "nested deeper than" in problem_texts(text)[-1]


@pytest.mark.parametrize(
    ("levels", "problem_count"),
    [(DEEPEST_NESTING, 0), (DEEPEST_NESTING + 1, 1)],
)
def test_the_deepest_level_is_read_and_the_next_is_not(levels, problem_count):
    assert len(problem_texts("[" * levels + "a" + "]" * levels)) == problem_count


def test_a_file_of_exactly_the_largest_size_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_FILE", 5)
    assert problem_texts_of_file(tmp_path / "f.yaml", b"a: bc") == []
    (problem_text,) = problem_texts_of_file(tmp_path / "f.yaml", b"a: bcd")
    assert problem_text.startswith(":1:1: larger than ")


@pytest.mark.parametrize(
    "name", ["gone", "folder", "fifo", "file/x", "loop", "dangling", "n" * 300]
)
def test_a_path_that_is_not_a_file_gives_one_problem_at_its_start(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("nowhere")
    result = read_file(tmp_path / name)
    node, (problem,) = result.value, result.problems
    assert node is None
    assert problem.position == (str(tmp_path / name), 1, 1)
    assert problem.fix
