"""The data of items in a manifest, from which they can be printed without the deck.

The items in a manifest are read as if an attacker wrote them: every value is checked
before any output format sees it.
"""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, assert_never, get_args

from liverdeck.base.characters import is_text
from liverdeck.base.media_files import read_media_file
from liverdeck.facts.answer import Answer, Number, WrongAnswer
from liverdeck.facts.fact import EASIEST, HARDEST
from liverdeck.facts.media import Image, Media, Side, Sound
from liverdeck.quiz.items.item import FALSE, ITEM_ID, TRUE, Item, Option, Pair
from liverdeck.quiz.items.item_types import Interaction, ItemType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from liverdeck.base.problems import Position

_ID = re.compile(ITEM_ID, re.ASCII)
"""The id of an item. Names of files contain it."""
_SIDES: tuple[Side, ...] = get_args(Side)

MALFORMED = (KeyError, TypeError, ValueError, InvalidOperation)
"""The errors that are raised for data that is not an item of a manifest."""


def kept_data(item: Item, folder: Path) -> dict[str, object]:
    """Return the data, besides `item_data`, from which an item is made again.

    `folder` is the folder with the pictures and sounds. The data has a hash of each,
    which shows whether the file was changed.
    """
    return {
        "base": item.base_id,
        "main": item.is_main_variant,
        "keeps_order": item.keeps_order,
        "pinned": [option.id for option in item.options if option.is_pinned],
        "names": list(item.key_names),
        "by_meaning": item.is_judged_by_meaning,
        "kinds": [answer.kind for answer in item.answers],
        "strict": [answer.strict for answer in item.answers],
        "media": {
            side: [_medium_data(medium, folder) for medium in media.all]
            for side, media in zip(_SIDES, (item.front, item.back), strict=True)
        },
    }


def _medium_data(medium: Image | Sound, folder: Path) -> dict[str, object]:
    return {
        "file": medium.file,
        "alt": medium.alt if isinstance(medium, Image) else None,
        "side": medium.side,
        "credit": medium.credit,
        "licence": medium.licence,
        "hash": medium_hash(folder, medium.file),
    }


def medium_hash(folder: Path, file: str) -> str:
    """Return a hash of a picture or sound. Raises OSError if it cannot be read."""
    return hashlib.sha256(read_media_file(folder, file).content).hexdigest()


def media_hashes(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the hash of each picture and sound of an item in a manifest, by its file.

    Raises one of `MALFORMED`.
    """
    media = row["kept"]["media"]
    return {
        _text(medium["file"]): _text(medium["hash"])
        for side in _SIDES
        for medium in _list(media[side])
    }


def kept_item(row: Mapping[str, Any], position: Position) -> Item:
    """Return the item that a manifest describes. Raises one of `MALFORMED`."""
    kept = row["kept"]
    pinned = set(_texts(kept["pinned"]))
    item = Item(
        id=_item_id(row["id"]),
        base_id=_item_id(kept["base"]),
        type=ItemType(_text(row["type"])),
        facts=tuple(_texts(row["facts"])),
        topic=_text(row["topic"]),
        difficulty=_whole_number(row["difficulty"], EASIEST, HARDEST),
        stem=_text(row["stem"]),
        rationale=_text(row["rationale"]),
        note=_text(row["note"]),
        source=_text(row["source"]),
        passages=tuple(_texts(row["passages"])),
        position=position,
        options=tuple(_option(option, pinned) for option in _list(row["options"])),
        pairs=tuple(
            Pair(_text(pair["id"]), _text(pair["prompt"]), _text(pair["match"]))
            for pair in _list(row["pairs"])
        ),
        answers=tuple(
            _answer(answer, kind, strict=_flag(strict), position=position)
            for answer, kind, strict in zip(
                _list(row["answers"]),
                _list(kept["kinds"]),
                _list(kept["strict"]),
                strict=True,
            )
        ),
        needed_count=_whole_number(row["need"], 1, len(row["answers"]) or 1),
        ordered=_flag(row["ordered"]),
        open=tuple(_texts(row["open"])),
        is_main_variant=_flag(kept["main"]),
        keeps_order=_flag(kept["keeps_order"]),
        front=_media(kept["media"]["front"], position),
        back=_media(kept["media"]["back"], position),
        key_names=tuple(_texts(kept["names"])),
        is_judged_by_meaning=_flag(kept["by_meaning"]),
    )
    if not _is_whole(item):
        raise ValueError(item.id)
    return item


def _is_whole(item: Item) -> bool:
    """Whether an item has what its type needs."""
    ids = [*(option.id for option in item.options), *(pair.id for pair in item.pairs)]
    match item.interaction:
        case Interaction.CHOOSE_ONE:
            has_all = len(item.keys) == 1 and len(item.options) > 1
        case Interaction.CHOOSE_SEVERAL:
            has_all = bool(item.keys)
        case Interaction.JUDGE_STATEMENT:
            has_all = len(item.keys) == 1 and sorted(ids) == sorted((TRUE, FALSE))
        case Interaction.ORDER:
            has_all = len(item.options) > 1 and len(item.keys) == len(item.options)
        case Interaction.MATCH:
            has_all = len(item.pairs) > 1
        case Interaction.WRITE_NUMBER:
            has_all = len(item.answers) == 1 and item.answers[0].number is not None
        case Interaction.WRITE_WORDS:
            has_all = len(item.answers) == 1
        case Interaction.WRITE_LIST:
            has_all = bool(item.answers)
        case _ as interaction:
            assert_never(interaction)
    return has_all and len(set(ids)) == len(ids) and bool(item.facts)


def _option(data: Mapping[str, Any], pinned: set[str]) -> Option:
    id_ = _text(data["id"])
    return Option(
        id_, _text(data["text"]), _flag(data["key"]), _text(data["why"]), id_ in pinned
    )


def _answer(
    data: Mapping[str, Any],
    kind: object,
    *,
    strict: bool,
    position: Position,
) -> Answer:
    return Answer(
        text=_text(data["text"]),
        position=position,
        accept=tuple(_texts(data["accept"])),
        reject=tuple(
            WrongAnswer(_text(text), _text(why), position)
            for text, why in _mapping(data["reject"]).items()
        ),
        kind=_text_or_none(kind),
        hint=_text_or_none(data["hint"]),
        strict=strict,
        number=_number(data["number"]),
    )


def _number(data: object) -> Number | None:
    if data is None:
        return None
    value, unit, tolerance = _list(data)
    for text in filter(None, (value, tolerance)):
        if not Decimal(_text(text)).is_finite():
            raise ValueError(text)
    return Number(_text(value), _text_or_none(unit), _text_or_none(tolerance))


def _media(data: object, position: Position) -> Media:
    images: list[Image] = []
    sounds: list[Sound] = []
    for medium in _list(data):
        file, alt = _text(medium["file"]), medium["alt"]
        side = medium["side"]
        if side not in _SIDES:
            raise ValueError(side)
        credit = _text_or_none(medium["credit"])
        licence = _text_or_none(medium["licence"])
        if alt is None:
            sounds.append(Sound(file, position, side, credit, licence))
        else:
            images.append(Image(file, _text(alt), position, side, credit, licence))
    return Media(tuple(images), tuple(sounds))


def _item_id(value: object) -> str:
    text = _text(value)
    if not _ID.fullmatch(text):
        raise ValueError(text)
    return text


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    if not is_text(value):
        raise ValueError(value)
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _texts(value: object) -> Iterable[str]:
    return map(_text, _list(value))


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _whole_number(value: object, least: int, most: int) -> int:
    # True is an int for isinstance.
    if type(value) is not int:
        raise TypeError
    if not least <= value <= most:
        raise ValueError(value)
    return value
