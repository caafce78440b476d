"""Read the pictures and sounds of a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.authoring.fields import Fields
from liverdeck.authoring.format_keys import (
    ALT,
    AUDIO,
    AUDIO_FILE,
    AUDIO_MAP,
    CREDIT,
    IMAGE,
    IMAGE_FILE,
    IMAGE_MAP,
    LICENCE,
    SIDE,
)
from liverdeck.authoring.node_values import nodes_of
from liverdeck.authoring.yaml_nodes import Sequence
from liverdeck.facts.media import NO_MEDIA, Image, Media, Sound

if TYPE_CHECKING:
    from liverdeck.authoring.keys import Key, KeyMap
    from liverdeck.authoring.yaml_nodes import Node

MOST_FILES = 10
"""The most pictures of a fact, and the most sounds."""


def read_media(fields: Fields) -> Media:
    """Return the pictures and sounds of a fact. Those with a problem are left out."""
    if IMAGE not in fields and AUDIO not in fields:
        return NO_MEDIA
    images = list(map(_image, _maps(fields, IMAGE, IMAGE_MAP)))
    sounds = list(map(_sound, _maps(fields, AUDIO, AUDIO_MAP)))
    return Media(
        tuple(image for image in images if image is not None),
        tuple(sound for sound in sounds if sound is not None),
    )


def _maps(fields: Fields, key: Key[Node | None], key_map: KeyMap) -> list[Fields]:
    """Return the fields of each map under a key, which has one map or several."""
    node = fields.read(key)
    if node is None:
        return []
    nodes = [node]
    if isinstance(node, Sequence):
        nodes = nodes_of(node, fields.problems, key.quoted_name)
    if len(nodes) > MOST_FILES:
        fields.report(
            key,
            f"{key.quoted_name} has {len(nodes)} files, more than {MOST_FILES}",
            "a card is read in seconds: split the fact",
        )
        nodes = nodes[:MOST_FILES]
    return [Fields(entry, fields.problems, key_map) for entry in nodes]


def _image(fields: Fields) -> Image | None:
    file = fields.read(IMAGE_FILE)
    alt = fields.read(ALT)
    side = fields.read(SIDE)
    credit, licence = fields.read(CREDIT), fields.read(LICENCE)
    if file is None or alt is None:
        return None
    return Image(file, alt, fields.position, side, credit, licence)


def _sound(fields: Fields) -> Sound | None:
    file = fields.read(AUDIO_FILE)
    side = fields.read(SIDE)
    credit, licence = fields.read(CREDIT), fields.read(LICENCE)
    if file is None:
        return None
    return Sound(file, fields.position, side, credit, licence)
