"""Moodle XML and GIFT, read by the rules that were measured on Moodle 4.5."""

import re
from xml.etree import ElementTree as ET

from tests.quiz.formats.decoders.seen import Seen, flat, plain


def text_of(element):
    content = element.findtext("text") or ""
    return flat(plain(content) if element.get("format") == "html" else content)


def read_xml(data):
    """Return the items of Moodle XML by id, each with its feedback."""
    found = {}
    for question in ET.fromstring(data):
        if question.get("type") == "category":
            continue
        answers = question.findall("answer")
        right = [answer for answer in answers if float(answer.get("fraction")) > 0]
        stem = text_of(question.find("questiontext"))
        kind = question.get("type")
        if kind in ("multichoice", "truefalse"):
            seen = Seen(stem, tuple((text_of(each).capitalize() if kind == "truefalse" else text_of(each), each in right)
                                    for each in answers))  # fmt: skip
        elif kind == "matching":
            pairs = (
                (text_of(each), flat(plain(each.findtext("answer/text"))))
                for each in question.findall("subquestion")
            )
            seen = Seen(stem, pairs=frozenset(pairs))
        elif kind == "numerical":
            (answer,) = right
            value, tolerance = (
                float(text_of(answer)),
                float(answer.findtext("tolerance")),
            )
            seen = Seen(
                stem, number=(round(value - tolerance, 9), round(value + tolerance, 9))
            )
        else:
            seen = Seen(
                stem,
                answers=frozenset(text_of(each).replace(r"\*", "*") for each in right),
            )
        found[question.findtext("idnumber")] = (
            seen,
            text_of(question.find("generalfeedback")),
        )
    return found


HIDDEN = {rf"\{char}": chr(0xE000 + place) for place, char in enumerate(r"\~=#{}:")}
HIDDEN[r"\n"] = "\ue010"


def hide(text):
    return re.sub(r"\\[\\~=#{}:n]", lambda match: HIDDEN[match.group()], text)


def bare(text):
    for escape, sign in HIDDEN.items():
        text = text.replace(sign, "\n" if escape == r"\n" else escape[1:])
    return text


def read_gift(data):
    """Return the items of GIFT by id, each with its feedback: Moodle hides what is escaped, then splits at what is not."""
    text = data.decode()
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    found = {}
    for block in text.rstrip("\n").split("\n\n"):
        if block.startswith("$CATEGORY: "):
            continue
        comment, _, rest = block.partition("\n")
        item_id = re.match(r"// \[id:([^\]]+)\]( \[tag:[^\]]+\])+$", comment)[1]
        name, stem, body = re.fullmatch(
            r"::(.*?)::(.*?)\{(.*)\}", hide(rest), re.DOTALL
        ).groups()
        assert bare(name) == item_id
        answers, _, feedback = body.partition("####")
        found[item_id] = answer_of(shown(stem), answers), shown(feedback)
    return found


def shown(text):
    named = re.sub(
        r"^\[(?:html|moodle|plain|markdown)\]", "", text.strip()
    )  # whichever it is, Moodle takes it away
    return flat(plain(bare(named)))


def answer_of(stem, body):
    body = body.strip()
    if (match := re.match(r"(TRUE|FALSE)(#.*)?$", body, re.DOTALL)) is not None:
        return Seen(
            stem, (("True", match[1] == "TRUE"), ("False", match[1] == "FALSE"))
        )
    if body.startswith("#"):
        value, tolerance = map(float, body[1:].split(":"))
        return Seen(
            stem, number=(round(value - tolerance, 9), round(value + tolerance, 9))
        )
    parts = re.findall(r"[=~][^=~]*", body)
    if parts and all(" -> " in part for part in parts):
        return Seen(
            stem,
            pairs=frozenset(
                tuple(shown(side) for side in part[1:].split(" -> ")) for part in parts
            ),
        )
    rows = [weighed(part) for part in parts]
    if any(part.startswith("~") for part in parts):
        return Seen(stem, tuple((shown(text), weight > 0) for weight, text in rows))
    typed = (
        flat(bare(text.removeprefix("[plain]")).replace(r"\*", "*"))
        for weight, text in rows
        if weight > 0
    )
    return Seen(stem, answers=frozenset(typed))


def weighed(part):
    sign, text = part[0], part[1:].partition("#")[0]
    match = re.match(r"%(-?[0-9.]+)%(.*)", text.strip(), re.DOTALL)
    if match is not None:
        return float(match[1]), match[2].strip()
    return (100 if sign == "=" else 0), text.strip()
