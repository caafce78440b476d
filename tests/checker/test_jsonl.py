"""Many typed answers in JSON Lines."""

import io
import itertools
import json

import pytest

from liverdeck.checker.jsonl import LONGEST_LINE, judge_rows


def judged(*lines):
    return list(judge_rows(io.BytesIO("\n".join(lines).encode())))


class Endless(io.RawIOBase):
    """A stream that never ends, and counts what was read of it."""

    def __init__(self):
        self.lines = 0

    def readline(self, _size=-1):
        self.lines += 1
        return b'{"expected": "liver", "typed": "Liver"}\n'


def test_a_stream_is_judged_as_it_comes():
    stream = Endless()
    assert [row["outcome"] for row in itertools.islice(judge_rows(stream), 3)] == [
        "correct"
    ] * 3
    assert stream.lines == 3


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("[1]", "not a JSON object"),
        ('{"typed": "a"}', "`expected` is neither a text nor a list of texts"),
        ('{"expected": "a"}', "`typed` is missing or not a text"),
        (
            '{"expected": [], "typed": "a"}',
            "an answer must be a text, or several texts, none of them empty",
        ),
        (
            '{"expected": "a", "typed": "a", "kind": "essay"}',
            "must be one of short, number, list, choice",
        ),
        (
            '{"expected": ["a", "b"], "typed": "a", "kind": "choice"}',
            "`right` is not a whole number",
        ),
        ('{"expected": ["a"], "typed": "a", "kind": "list", "need": 3}', "need"),
        (
            '{"expected": "a", "typed": "a", "reject": ["b"]}',
            "`reject` is not an object",
        ),
        (
            '{"expected": "a", "typed": "a", "strict": 1}',
            "`strict` is neither true nor false",
        ),
        ("[" * 100_000, "not JSON"),
        ('{"expected": "a", "typed": "' + "a" * LONGEST_LINE + '"}', "longer than"),
    ],
)
def test_a_line_that_cannot_be_judged_says_why_and_the_next_is_judged(line, error):
    good = json.dumps({"expected": "liver", "typed": "liver"})
    broken, after = judged(line, good)
    assert (broken["line"], error in broken["error"]) == (1, True), broken
    assert after["outcome"] == "correct"


def test_a_row_may_say_all_that_a_fact_says():
    row = {
        "expected": ["liver"],
        "typed": "spleen",
        "reject": {"spleen": "It lies left."},
    }
    assert (
        judged(json.dumps(row))[0]["feedback"]
        == "Not *spleen*: It lies left. The answer is *liver*."
    )
    row = {"expected": ["liver"], "typed": "gut", "open": ["gut"]}
    assert judged(json.dumps(row))[0]["reason"] == "open"
    row = {"expected": ["liver"], "typed": "livver", "strict": True}
    assert judged(json.dumps(row))[0]["outcome"] == "wrong"
