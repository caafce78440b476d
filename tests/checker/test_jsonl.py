"""Typed answers in JSON Lines are judged line by line."""

import io
import itertools
import json
import re

import pytest

from liverdeck.checker.jsonl import LONGEST_LINE, judge_rows


def judged(*lines):
    return list(judge_rows(io.BytesIO("\n".join(lines).encode())))


class EndlessStream(io.RawIOBase):
    """A stream that never ends, and counts the lines that were read."""

    def __init__(self):
        self.lines_read = 0

    def readline(self, _size=-1):
        self.lines_read += 1
        return b'{"expected": "liver", "typed": "Liver"}\n'


def test_a_stream_is_judged_line_by_line():
    stream = EndlessStream()
    first_rows = itertools.islice(judge_rows(stream), 3)
    assert [row["outcome"] for row in first_rows] == ["correct"] * 3
    assert stream.lines_read == 3


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("[1]", "not a JSON object"),
        *(
            (
                f'{{"expected": "a", "typed": "a", "language": "{tag}"}}',
                "`language` is not a language tag such as `de`",
            )
            for tag in ("German", "d", "de DE", "1")
        ),
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
def test_a_broken_line_says_why_and_the_next_line_is_judged(line, error):
    good = json.dumps({"expected": "liver", "typed": "liver"})
    broken, after = judged(line, good)
    assert broken["line"] == 1
    assert error in broken["error"]
    assert after["outcome"] == "correct"


def test_a_row_may_have_reject_open_and_strict():
    row = {
        "expected": ["liver"],
        "typed": "spleen",
        "reject": {"spleen": "It lies left."},
    }
    (verdict,) = judged(json.dumps(row))
    assert verdict["feedback"] == "Not *spleen*: It lies left. The answer is *liver*."
    row = {"expected": ["liver"], "typed": "gut", "open": ["gut"]}
    assert judged(json.dumps(row))[0]["reason"] == "open"
    row = {"expected": ["liver"], "typed": "livver", "strict": True}
    assert judged(json.dumps(row))[0]["outcome"] == "wrong"


def test_a_line_of_the_greatest_length_is_judged():
    row = '{"expected": "a", "typed": "a", "more": "'
    line = row + "a" * (LONGEST_LINE - len(row) - 2) + '"}'
    assert len(line) == LONGEST_LINE
    for end in ("", "\n", "\n" + line + "\n"):
        rows = list(judge_rows(io.BytesIO((line + end).encode())))
        assert [row["outcome"] for row in rows] == ["correct"] * len(rows)
        assert rows


NEAR_MISSES = """
import json
from liverdeck.checker.jsonl import judge_rows
from io import BytesIO
def word(number):
    digits = []
    for _ in range(8):
        number, digit = divmod(number, 7)
        digits.append("aeioubd"[digit] + "lmnprst"[digit])
    return "".join(digits)
items = [[word(97 * number)] for number in range(ITEMS)]
typed = ", ".join(item[0][:-1] + "z" for item in items)
row = {"kind": "list", "expected": items, "typed": typed}
(judged,) = judge_rows(BytesIO(json.dumps(row).encode()))
print(judged.get("outcome", judged.get("error")))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("item_count", "pattern"),
    [(500, "^(partial|wrong)$"), (20_000, "`expected` has more than 1000 texts")],
)
def test_a_list_of_near_misses_is_judged_in_time(
    run_within_bounds, item_count, pattern
):
    code = NEAR_MISSES.replace("ITEMS", str(item_count))
    printed = run_within_bounds(code).stdout.strip()
    assert re.search(pattern, printed)


def test_slips_in_a_list_of_ordinary_length_are_forgiven():
    items = [f"{'abcdefghij'[index] * 3}tension" for index in range(10)]
    typed = ", ".join(item[:-1] for item in items * 10)
    row = json.dumps({"kind": "list", "expected": items, "typed": typed})
    (verdict,) = judged(row)
    assert verdict["outcome"] != "wrong"


def test_a_field_given_twice_is_an_error():
    (row,) = judged('{"expected": "liver", "typed": "spleen", "typed": "liver"}')
    assert "it has the field 'typed' twice" in row["error"]


def test_only_the_first_line_may_begin_with_a_byte_order_mark():
    row = '{"expected": "liver", "typed": "liver"}'
    first, second = judged("\ufeff" + row, "\ufeff" + row)
    assert first["outcome"] == "correct"
    assert second["line"] == 2
    (utf16,) = judge_rows(io.BytesIO(row.encode("utf-16-be")))
    assert "not JSON" in utf16["error"]


class EndlessLine(io.RawIOBase):
    """A stream whose second line never ends."""

    lines_read = 0

    def readline(self, size=-1):
        self.lines_read += 1
        if self.lines_read == 1:
            return b'{"expected": "liver", "typed": "Liver"}\n'
        assert self.lines_read < 1000, "the line is read for ever"
        return b" " * size


def test_a_line_without_an_end_ends_the_answers():
    first, last = judge_rows(EndlessLine())
    assert first["outcome"] == "correct"
    assert last == {"line": 2, "error": "the line does not end"}
