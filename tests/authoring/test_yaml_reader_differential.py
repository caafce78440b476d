"""The reader against PyYAML's own pure-Python BaseLoader, in both directions.

libyaml differs from the pure parser in two rare cases. The test passes over the errors
of the pure parser in these cases:
- `>#x`: libyaml reads `#` right after a block's `>` or `|` as a comment. YAML and the
  pure parser want a space first.
- `[a?]`: inside [ ] and { } the pure parser ends a plain text at any `?`, YAML and
  libyaml only where a space follows.
"""

import pytest
import yaml
from hypothesis import assume, example, given, settings, strategies as st

from liverdeck.authoring.yaml_nodes import Scalar, Sequence
from liverdeck.authoring.yaml_reader import read_yaml

ERRORS_OF_PURE_PARSER = (
    "expected chomping or indentation indicators, but found '#'",
    "expected ',' or ']', but got '?'",
    "expected ',' or '}', but got '?'",
)

# Characters that the reader refuses on purpose, even in valid YAML. The random texts
# below do not have them.
REFUSED = "".join(
    map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF])
).replace("\n", "")


def plain(node):
    """Return a node as the lists, dicts and texts that PyYAML would give."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.value]
    return {key.value: plain(value) for key, value in node.value}


def base_load(text):
    # BaseLoader makes nothing but text.
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506


class Dumper(yaml.SafeDumper):
    """Writes no anchors, which the reader refuses on purpose."""

    def ignore_aliases(self, data):  # noqa: ARG002
        return True


UNLIKE_TEXT = ["NO", "010", "1:40", "1.10", "~", "2024-01-02", "AST <40"]
UNLIKE_PLAIN = ["a: b", "x #y", "- z", "'", '"', " a ", "a\n\nb\n"]
texts = st.text(
    st.characters(exclude_categories=["Cs", "Cn", "Co"], exclude_characters=REFUSED),
    max_size=14,
) | st.sampled_from([*UNLIKE_TEXT, *UNLIKE_PLAIN])
# A merge key is refused. A key that does not fit on one line is written after `? `,
# which is valid and is read.
keys = texts.filter(lambda text: text != "<<")
nested = st.recursive(
    texts,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    data=nested,
    style=st.sampled_from([None, '"', "'", "|", ">"]),
    flow=st.sampled_from([None, True, False]),
    width=st.sampled_from([10, 40, 1000]),
    indent=st.sampled_from([None, 2, 4]),
    allow_unicode=st.booleans(),
    line_break=st.sampled_from(["\n", "\r\n"]),
)
def test_yaml_from_pyyaml_is_read_back(
    data, style, flow, width, indent, allow_unicode, line_break
):
    text = yaml.dump(
        data,
        Dumper=Dumper,
        default_style=style,
        default_flow_style=flow,
        width=width,
        indent=indent,
        allow_unicode=allow_unicode,
        line_break=line_break,
    )
    result = read_yaml(text, "f.yaml")
    node, problems = result.value, result.problems
    assert problems == (), text
    assert plain(node) == base_load(text)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(st.text(max_size=6), st.sampled_from(REFUSED + "\r"), st.text(max_size=6))
def test_a_refused_character_is_refused_written_plainly_or_as_an_escape(
    before, char, after
):
    try:
        text = yaml.dump(
            {"key": before + char + after}, Dumper=Dumper, allow_unicode=True
        )
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which no file holds
        assume(False)  # noqa: FBT003
    assert read_yaml(text, "f.yaml").problems, text


TEXTS = [
    "a",
    "b",
    "key",
    "text words",
    "é",
    "😀",
    "\\n",
    "<<",
    "~",
    "1:40",
    "NO",
    "010",
]
FACTS = ["id: a\n", "- id: b\n    "]
MARKUP = [*":-#[]{},'\">|?%@`", ": ", "- ", ", ", "? ", " # x", "''", '\\"']
LINES = [" ", "\n", "\n  ", "\n    ", "\r\n", "---\n", "...\n"]
BLOCKS = [">-\n  ", "|\n  ", "|+\n", ">2\n"]
NOT_IN_DECKS = ["&x ", "*x", "!t ", "\t", "\ufeff", "\x07", "\u2028"]
fragments = st.sampled_from([*TEXTS, *FACTS, *MARKUP, *LINES, *BLOCKS, *NOT_IN_DECKS])


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(fragments, max_size=16).map("".join))
@example("say: >#1 cause\n  of death")
@example("[a?, {b?: c}]")
@example("--- a")
@example("? a\n: b\n? c")
@example("a: |+\n\n\n")
@example("[a: b, 'c': d]")
def test_the_reader_agrees_with_pyyaml_or_finds_a_problem(text):
    result = read_yaml(text, "f.yaml")
    node, problems = result.value, result.problems
    if problems:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for problem in problems:
            _, line, column = problem.position
            assert 1 <= line <= len(lines)
            assert 1 <= column <= len(lines[line - 1]) + 1
            assert problem.fix
        return
    try:
        expected = base_load(text)
    except yaml.YAMLError as error:
        is_known = any(words in str(error) for words in ERRORS_OF_PURE_PARSER)
        assert is_known, error  # noqa: PT017
        return
    assert plain(node) == expected
