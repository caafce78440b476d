"""No regular expression takes more than linear time on a hostile text."""

import importlib
import itertools
import pkgutil
import random
import re
import sys
import time
from re import _constants as kind, _parser as parser

import pytest

import liverdeck
from liverdeck.authoring.document import LONGEST_HEADING
from liverdeck.base.patterns import LazyPattern
from liverdeck.checker.spelling import LONGEST_RESPELLED

CHARACTERS = 6000
"""Length of a hostile text: a pattern of quadratic time takes 18 million steps."""
MOST_SECONDS = 0.01
"""CPU time for one text. Linear patterns take less than a millisecond."""
LONGEST_QUANTITY = 120
SHORT_TEXTS = {
    "liverdeck.authoring.document._AFTER_PUNCTUATION": LONGEST_HEADING,
    "liverdeck.authoring.document._BULLET": LONGEST_HEADING,
    "liverdeck.checker.quantity_text": LONGEST_QUANTITY,
    "liverdeck.checker.spelling._PIECE": LONGEST_RESPELLED,
    "liverdeck.checker.units": LONGEST_QUANTITY,
}
"""How many characters a text has at most that these modules or patterns get."""
METHODS_FROM_START = {"match", "fullmatch"}
"""Methods that try a pattern only at the beginning of a text."""
EXAMPLES_OF_CATEGORY = {
    kind.CATEGORY_DIGIT: "1",
    kind.CATEGORY_NOT_DIGIT: "a",
    kind.CATEGORY_SPACE: " \n",
    kind.CATEGORY_NOT_SPACE: "a",
    kind.CATEGORY_WORD: "a1",
    kind.CATEGORY_NOT_WORD: " .",
}
REPEATS = (kind.MAX_REPEAT, kind.MIN_REPEAT, kind.POSSESSIVE_REPEAT)


def patterns_in(value):
    """Yield the compiled patterns in a value, also those in a container."""
    if isinstance(value, LazyPattern):
        yield value.compiled
    elif isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list):
        for member in value:
            yield from patterns_in(member)
    elif isinstance(value, dict):
        yield from patterns_in(list(value.values()))


def named_patterns():
    """Return the patterns of texts by name and index.

    Each comes with a boolean: whether its module searches with it, or only matches.
    """
    found = {}
    for info in pkgutil.walk_packages(liverdeck.__path__, "liverdeck."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        with open(module.__file__, encoding="utf-8") as file:  # noqa: PTH123
            source = file.read()
        for name, value in list(vars(module).items()):
            if not re.search(rf"^{name}\b.*= ", source, re.MULTILINE):
                continue  # imported
            uses = set(re.findall(rf"\b{name}\.([a-z]+)\b", source))
            for index, pattern in enumerate(patterns_in(value)):
                if isinstance(pattern.pattern, str):
                    is_search = not uses or not uses <= METHODS_FROM_START
                    found[f"{info.name}.{name}", index] = pattern, is_search
    return found


def members_of(items):
    """Return some characters that a class of characters matches."""
    members = []
    for operation, argument in items:
        if operation is kind.LITERAL:
            members.append(chr(argument))
        elif operation is kind.RANGE:
            members += map(chr, argument)
        elif operation is kind.CATEGORY:
            members += EXAMPLES_OF_CATEGORY[argument]
    if items and items[0][0] is kind.NEGATE:
        return [char for char in "a1 .-(<" if char not in members][:3] or ["a"]
    return members[:6] or ["a"]


def example_of(tree, draw):
    """Return a text that a pattern matches, or nearly."""
    text = ""
    for operation, argument in tree:
        if operation is kind.LITERAL:
            text += chr(argument)
        elif operation in (kind.ANY, kind.NOT_LITERAL):
            text += "a"
        elif operation is kind.IN:
            text += draw.choice(members_of(argument))
        elif operation is kind.BRANCH:
            text += example_of(draw.choice(argument[1]), draw)
        elif operation is kind.SUBPATTERN:
            text += example_of(argument[3], draw)
        elif operation is kind.ATOMIC_GROUP:
            text += example_of(argument, draw)
        elif operation in REPEATS:
            fewest, most, inside = argument
            count = max(fewest, min(most, draw.choice((0, 1, 1))))
            text += "".join(example_of(inside, draw) for _ in range(count))
    return text


def characters_of(tree):
    """Return characters that a pattern mentions."""
    found = set()
    for operation, argument in tree:
        if operation is kind.LITERAL:
            found.add(chr(argument))
        elif operation is kind.IN:
            found.update(members_of(argument))
        elif operation is kind.ANY:
            found.add("a")
        elif operation is kind.BRANCH:
            found.update(*map(characters_of, argument[1]))
        elif operation is kind.SUBPATTERN:
            found |= characters_of(argument[3])
        elif operation is kind.ATOMIC_GROUP:
            found |= characters_of(argument)
        elif operation in REPEATS:
            found |= characters_of(argument[2])
        elif operation in (kind.ASSERT, kind.ASSERT_NOT):
            found |= characters_of(argument[1])
    return found


def hostile_texts(pattern, length):
    """Yield texts that repeat what a pattern looks for, but do not match at the end."""
    draw = random.Random(1)  # noqa: S311  # texts, not a key
    tree = parser.parse(pattern.pattern, pattern.flags)
    characters = sorted(characters_of(tree), key=lambda char: (char.isalnum(), char))
    examples = [example_of(tree, draw) for _ in range(6)]
    spaces = [char for char in characters if char.isspace()][:2]
    repeated = dict.fromkeys([*characters[:8], *spaces, *examples])
    pairs = itertools.permutations(characters[:3], 2)
    for piece in filter(None, [*repeated, *map("".join, pairs)]):
        text = (piece * (length // len(piece) + 1))[:length]
        yield f"{text}\x01"
        yield f"{examples[0]}{text}\x01"
        yield f"{text}\n\x01"


def cpu_seconds(pattern, text, *, is_search):
    begin = time.process_time()
    if is_search:
        pattern.sub("", text)
    else:
        pattern.match(text)
        pattern.fullmatch(text)
    return time.process_time() - begin


def slow_text(pattern, length, *, is_search):
    """Return the beginning of a text that takes too long, or None."""
    for text in hostile_texts(pattern, length):
        # Another process may delay this one once, but hardly three times.
        if all(
            cpu_seconds(pattern, text, is_search=is_search) > MOST_SECONDS
            for _ in range(3)
        ):
            return text[:20]
    return None


@pytest.mark.slow
@pytest.mark.skipif(sys.version_info < (3, 11), reason="the parser has another name")
def test_no_pattern_takes_more_than_linear_time():
    slow = {}
    for (name, index), (pattern, is_search) in named_patterns().items():
        module = name.rpartition(".")[0]
        length = SHORT_TEXTS.get(name) or SHORT_TEXTS.get(module) or CHARACTERS
        text = slow_text(pattern, length, is_search=is_search)
        if text is not None:
            slow[name, index] = text
    assert slow == {}


@pytest.mark.parametrize("slow", [r"\s+$", r"a*b|c"])
def test_a_slow_pattern_is_found(slow):
    assert slow_text(re.compile(slow), CHARACTERS, is_search=True)
