import os

import pytest
import yaml
from hypothesis import example, given, settings, strategies as st

from liverdeck.authoring import yaml_tree
from liverdeck.authoring.yaml_nodes import CUT, Mapping, Scalar, Sequence
from liverdeck.authoring.yaml_reader import read_file, read_yaml
from liverdeck.base import files


def plain(node):
    """Return a node as the lists, dicts and texts that PyYAML would give."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.value]
    return {key.value: plain(value) for key, value in node.value}


def line_and_column(node):
    """Return line and column of a node, from 1."""
    return node.start_mark.line + 1, node.start_mark.column + 1


def value_of(text):
    return plain(read_yaml(text, "f.yaml").required())


def problem_texts(text):
    return [str(problem) for problem in read_yaml(text, "f.yaml").problems]


@pytest.mark.parametrize(
    "typed",
    [
        "NO",
        "yes",
        "010",
        "1:40",
        "1.10",
        "~",
        "null",
        "2024-01-02",
        "-5",
        "0x1F",
        "AST <40",
        "a::b",
        "1e3",
    ],
)
def test_a_scalar_stays_what_the_author_typed(typed):
    assert value_of(f"key: {typed}\n") == {"key": typed}


@pytest.mark.parametrize(
    "typed",
    [
        "> 5 cm",
        "a: b",
        "a #1",
        "[18F]FDG",
        "{x}",
        "*a",
        "&b",
        "@c",
        "% d",
        "- e",
        '"f" g',
    ],
)
def test_a_folded_block_may_have_any_text(typed):
    assert value_of(f"key: >-\n  {typed}\n") == {"key": typed}


def test_nodes_have_their_line_and_column_from_one():
    node = read_yaml(
        "é: ü\nfacts:\n  - id: näme\n    say: >-\n      x\n", "f.yaml"
    ).value
    assert isinstance(node, Mapping)
    (_, first), (key, facts) = node.value
    assert line_and_column(first) == (1, 4)
    assert line_and_column(key) == (2, 1)
    (fact,) = facts.value
    assert line_and_column(fact) == (3, 5)
    assert [line_and_column(value) for _, value in fact.value] == [(3, 9), (4, 10)]


@pytest.mark.parametrize("text", ["\ufeffa: b\nc: d\n", "a: b\r\nc: d\r\n"])
def test_a_file_from_windows_is_read(tmp_path, text):
    path = tmp_path / "f.yaml"
    path.write_bytes(text.encode())
    node = read_file(path).required()
    assert plain(node) == {"a": "b", "c": "d"}
    _, second_value = node.value[1]
    assert line_and_column(second_value) == (2, 4)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("a: &x b", "1:4", "anchor, &x"),
        ("a: *x", "1:4", "alias, *x"),
        ("a: 1\n<<: b", "2:1", "merge key"),
        ("a: !!str 5", "1:4", "tag, tag:yaml.org"),
        ("a: !foo b", "1:4", "tag, !foo"),
        ("%YAML 1.1\n---\na: b", "1:1", "directive"),
        ("a: b\n---\nc: d", "2:1", "second YAML document"),
        ("a:\tb", "1:3", "a tab"),
        ("a:\n\t- b", "2:1", "a tab"),
        ("a: b\x07", "1:5", "U+0007"),
        ("a: b\u2028c", "1:5", "U+2028"),
        ('a: "b\\x1f"', "1:4", "escape for the invisible character U+001F"),
        ("a: 1\nb: 2\na: 3", "3:1", "the key 'a' is there twice (first on line 1)"),
        ("{text: age, overall health}", "1:13", "'overall health' has no value"),
        ("? [a]\n: b", "1:3", "a key that is not a text"),
        ("", "1:1", "empty"),
        ("# only a comment\n", "1:1", "empty"),
        ("a: [b", "1:6", "not YAML"),
        ('a: "b', "1:4", "a quotation mark is not closed"),
    ],
)
def test_a_trap_is_a_problem_with_its_position(text, position, words):
    (problem,) = problem_texts(text)
    assert problem.startswith(f"f.yaml:{position}: ")
    assert words in problem
    assert "; " in problem, "there is a fix"


@pytest.mark.parametrize(
    "typed",
    [
        "> 5 cm",
        "| x",
        "@ home",
        "% of",
        "`a`",
        "&b c",
        "*b c",
        "! c",
        "- d",
        "{{c1::x}} y",
        '"e" f',
        "g: h",
        "[a] b",
        "'i' j",
    ],
)
def test_the_fix_for_a_misread_text_is_a_line_of_its_own(typed):
    assert any(">-" in problem_text for problem_text in problem_texts(f"say: {typed}"))


@pytest.mark.parametrize(
    ("typed", "is_cut"),
    [
        ("vitamin B #12", True),
        ("'#1' # fine", False),
        ("d#e", False),
        ("# a comment", False),
    ],
)
def test_a_text_that_a_comment_cuts_is_marked(typed, is_cut):
    node = read_yaml(f"a: {typed}\n", "f.yaml").value
    ((_, value),) = node.value
    assert (value.style == CUT) is is_cut


def test_an_item_that_a_comment_cuts_is_marked():
    node = read_yaml("a: [g #h\n  ]\n", "f.yaml").value
    ((_, items),) = node.value
    assert items.value[0].style == CUT


def test_all_traps_of_a_file_are_reported_together():
    assert len(problem_texts("a: &x b\nc: *x\nd: !t e\nd: f")) == 4


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        ("say: a: b", 6),
        ("say: [a, b", 7),
        ('say: "a', 6),
        ("say: 'a' b", 6),
        ("say: @a", 6),
        ("  say: x", 6),
    ],
)
def test_a_broken_fact_does_not_hide_other_problems(fault, line):
    text = f"""\
facts:
  - id: one
    dup: 1
    dup: 2
  - id: two
    {fault}
    from: p
  - id: three
    dup: 1
    dup: 2
  - id: four
    say: c: d
  - id: five
    say: fine
"""
    result = read_yaml(text, "f.yaml")
    assert [problem.position.line for problem in result.problems] == [4, line, 10, 12]
    ((_, facts),) = result.value.value
    ids = [plain(fact)["id"] for fact in facts.value if isinstance(fact, Mapping)]
    assert ids == ["one", "three", "five"]


def test_too_deep_nesting_is_refused_fast():
    assert "nested deeper" in problem_texts("[" * 100_000)[0]
    assert "nested deeper" in problem_texts("- " * 50_000)[0]


def test_at_most_a_thousand_problems_are_reported():
    reported = problem_texts("a: b\n" * 20_000)
    assert len(reported) == 1000
    assert "more problems follow" in reported[-1]
    assert len(problem_texts("\t\n" * 20_000)) == 1000


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("missing.yaml", "No such file"),
        ("folder.yaml", "not an ordinary file"),
        ("fifo.yaml", "not an"),
    ],
)
def test_a_path_without_a_file_is_a_problem(tmp_path, name, word):
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "fifo.yaml")
    result = read_file(tmp_path / name)
    node, problems = result.value, result.problems
    assert node is None
    assert word in str(problems[0])


def test_a_byte_that_is_not_utf8_is_named_with_its_position(tmp_path):
    path = tmp_path / "f.yaml"
    path.write_bytes("a: ü\nbc: ".encode() + b"\xff\n")
    assert (
        str(read_file(path).problems[0])
        == f"{path}:2:5: byte 0xff is not UTF-8; save the file in the encoding UTF-8"
    )


def test_a_file_over_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_FILE", 10)
    (tmp_path / "f.yaml").write_text("a: 12345678")
    assert "larger than" in str(read_file(tmp_path / "f.yaml").problems[0])


def test_without_libyaml_the_fix_is_to_install_it(monkeypatch):
    monkeypatch.setattr(yaml_tree, "CParser", None)
    assert "pip install" in problem_texts("a: b")[0]


# Two laws against PyYAML's own pure-Python BaseLoader.

texts = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc", "Co", "Cn"],
        exclude_characters="\u2028\u2029\ufeff",
    ),
    max_size=12,
)
data = st.recursive(
    texts,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(texts, data, min_size=1, max_size=4),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.sampled_from([None, True, False]),
    st.sampled_from([20, 80]),
    st.booleans(),
)
def test_yaml_from_pyyaml_is_read_as_pyyaml_reads_it(
    value, style, flow, width, allow_unicode
):
    text = yaml.dump(
        value,
        Dumper=yaml.SafeDumper,
        default_style=style,
        default_flow_style=flow,
        width=width,
        allow_unicode=allow_unicode,
    )
    result = read_yaml(text, "f.yaml")
    node, problems = result.value, result.problems
    refused_on_purpose = (
        "tag",
        "anchor",
        "alias",
        "merge key",
        "has no value",
        "a key that is not a text",
    )
    texts_of_problems = "".join(map(str, problems))
    if any(words in texts_of_problems for words in refused_on_purpose):
        return
    assert problems == ()
    # BaseLoader makes nothing but text.
    assert plain(node) == yaml.load(text, yaml.BaseLoader)  # noqa: S506


TEXTS = ["a", "b", "key", "é", "~", "1:40", "\\n", "<<"]
MARKUP = [*":-#[]{}'\">|?%@`", ": ", "- ", ", ", "? ", " # x"]
LINES = [" ", "\n", "\n  ", "\n    ", ">-\n  ", "|\n  ", "---\n", "...\n"]
NOT_IN_DECKS = ["&x ", "*x", "!t "]
fragments = st.sampled_from([*TEXTS, *MARKUP, *LINES, *NOT_IN_DECKS])


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.lists(fragments, max_size=14).map("".join))
@example("a: b\n...\n")
@example("- - a\n  - b\n- c")
def test_any_text_is_a_problem_or_read_as_pyyaml_reads_it(text):
    result = read_yaml(text, "f.yaml")
    node, problems = result.value, result.problems
    try:
        expected = yaml.load(text, yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError:
        # libyaml accepts a little more (`>#x`), which has nothing to compare with.
        expected = plain(node) if node else None
    if not problems:
        assert plain(node) == expected
