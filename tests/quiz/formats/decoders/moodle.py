"""Read Moodle XML and GIFT by the rules that were found on Moodle 4.5."""

import re
from xml.etree import ElementTree as ET

from tests.quiz.formats.decoders.seen import Seen, flat, plain, range_of


def text_of(element):
    content = element.findtext("text") or ""
    return flat(plain(content) if element.get("format") == "html" else content)


def read_xml(data):
    """Return the items of Moodle XML by id, with their feedback."""
    items = {}
    for question in ET.fromstring(data):
        if question.get("type") != "category":
            feedback = text_of(question.find("generalfeedback"))
            items[question.findtext("idnumber")] = read_question(question), feedback
    return items


def read_question(question):
    answers = question.findall("answer")
    right = [answer for answer in answers if float(answer.get("fraction")) > 0]
    stem = text_of(question.find("questiontext"))
    question_type = question.get("type")
    if question_type == "multichoice":
        options = tuple((text_of(answer), answer in right) for answer in answers)
        return Seen(stem, options)
    if question_type == "truefalse":
        options = tuple(
            (text_of(answer).capitalize(), answer in right) for answer in answers
        )
        return Seen(stem, options)
    if question_type == "matching":
        pairs = frozenset(
            (text_of(row), flat(plain(row.findtext("answer/text"))))
            for row in question.findall("subquestion")
        )
        return Seen(stem, pairs=pairs)
    if question_type == "ordering":
        texts = enumerate(map(text_of, answers), 1)
        pairs = frozenset((f"{number}.", text) for number, text in texts)
        return Seen(stem, pairs=pairs)
    if question_type == "numerical":
        (answer,) = right
        return Seen(
            stem, number=range_of(text_of(answer), answer.findtext("tolerance"))
        )
    texts = frozenset(text_of(answer).replace(r"\*", "*") for answer in right)
    return Seen(stem, answers=texts)


SIGN_OF_ESCAPE = {
    rf"\{char}": chr(0xE000 + index) for index, char in enumerate(r"\~=#{}:")
}
SIGN_OF_ESCAPE[r"\n"] = "\ue010"
"""A private character in place of each escape of GIFT."""


def with_hidden_escapes(text):
    """Return a text with a private character in place of each escape."""
    return re.sub(r"\\[\\~=#{}:n]", lambda match: SIGN_OF_ESCAPE[match.group()], text)


def without_escapes(text):
    """Return a text with hidden escapes as a reader sees it."""
    for escape, sign in SIGN_OF_ESCAPE.items():
        text = text.replace(sign, "\n" if escape == r"\n" else escape[1:])
    return text


def read_gift(data):
    """Return the items of GIFT by id, with their feedback.

    Moodle first hides escaped characters, then splits at those that are not escaped. A
    category is a paragraph of its own; gift-pegjs wants no comment below it.
    """
    text = data.decode()
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    items = {}
    for block in text.rstrip("\n").split("\n\n"):
        if re.match(r"(?://.*\n)*\$CATEGORY: .*$", block):
            continue
        comment, _, question = block.partition("\n")
        item_id = re.match(r"// \[id:([^\]]+)\]( \[tag:[^\]]+\])+$", comment)[1]
        name, stem, body = re.fullmatch(
            r"::(.*?)::(.*?)\{(.*)\}", with_hidden_escapes(question), re.DOTALL
        ).groups()
        assert without_escapes(name) == item_id
        answers, _, feedback = body.partition("####")
        items[item_id] = answer_of(shown(stem), answers), shown(feedback)
    return items


def shown(text):
    """Return a text as a learner sees it."""
    # Moodle removes the name of any text format.
    content = re.sub(r"^\[(?:html|moodle|plain|markdown)\]", "", text.strip())
    return flat(plain(without_escapes(content)))


def answer_of(stem, body):
    body = body.strip()
    match = re.match(r"(TRUE|FALSE)(#.*)?$", body, re.DOTALL)
    if match is not None:
        options = (("True", match[1] == "TRUE"), ("False", match[1] == "FALSE"))
        return Seen(stem, options)
    if body.startswith("#"):
        return Seen(stem, number=range_of(*body[1:].split(":")))
    answers = re.findall(r"[=~][^=~]*", body)
    if answers and all(" -> " in answer for answer in answers):
        sides = [answer[1:].split(" -> ") for answer in answers]
        return Seen(stem, pairs=frozenset(tuple(map(shown, pair)) for pair in sides))
    rows = [weight_and_text(answer) for answer in answers]
    if any(answer.startswith("~") for answer in answers):
        return Seen(stem, tuple((shown(text), weight > 0) for weight, text in rows))
    right = [text for weight, text in rows if weight > 0]
    return Seen(stem, answers=frozenset(map(typed_answer, right)))


def typed_answer(text):
    # Moodle takes an asterisk without a backslash for any text, or none.
    plain_text = without_escapes(text.removeprefix("[plain]"))
    without_wildcards = re.sub(r"(?<!\\)\*", "", plain_text)
    return flat(without_wildcards.replace(r"\*", "*"))


def weight_and_text(answer):
    """Return the weight in per cent and the text of an answer, without its reason."""
    sign, text = answer[0], answer[1:].partition("#")[0]
    match = re.match(r"%(-?[0-9.]+)%(.*)", text.strip(), re.DOTALL)
    if match is not None:
        return float(match[1]), match[2].strip()
    return (100 if sign == "=" else 0), text.strip()
