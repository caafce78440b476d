"""How pictures and sounds of a fact are read from a fact file."""

import pytest

from liverdeck.authoring.loader import load_deck

FACT_WITHOUT_MEDIA = "  - {id: a, from: pump, ask: Q?, answer: b,\n     "
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
FILES = {"x.svg": SVG, "y.svg": SVG, "x.ogg": b"OggS", "page.mp3": b"<html>"}


@pytest.fixture
def read(write_deck):
    """Return a function that reads a fact with the keys for media in a text.

    It returns the deck and the messages of the errors.
    """

    def run(media):
        folder = write_deck(f"{FACT_WITHOUT_MEDIA}{media}}}\n")
        for name, content in FILES.items():
            (folder / name).write_bytes(content)
        loaded = load_deck(folder)
        return loaded.deck, [problem.message for problem in loaded.errors]

    return run


def test_several_pictures_have_sides_and_credits(read):
    deck, errors = read(
        "image: [{file: x.svg, alt: One, credit: Ann, licence: CC0},"
        " {file: y.svg, alt: Two, side: back}]"
    )
    assert errors == []
    one, two = deck.facts[0].media.images
    assert (one.side, one.credit_line) == ("front", "Ann, CC0")
    assert (two.side, two.credit_line, two.alt) == ("back", "", "Two")


def test_a_sound_has_a_side(read):
    deck, errors = read("audio: {file: x.ogg, side: back, licence: CC0}")
    assert errors == []
    (sound,) = deck.facts[0].media.on_side("back").sounds
    assert (sound.file, sound.credit_line) == ("x.ogg", "CC0")


@pytest.mark.parametrize(
    ("media", "message"),
    [
        ("image: {file: x.svg, alt: A, side: left}", "`side` is 'left'"),
        ("audio: {side: back}", "`audio` without `file`"),
        ("audio: {file: x.ogg, alt: A}", "unknown key 'alt' in `audio`"),
        ("audio: {file: gone.ogg}", "no sound 'gone.ogg' in the deck's folder"),
        ("audio: {file: x.svg}", "has a type that Anki does not play everywhere"),
        ("audio: {file: ../x.ogg}", "is outside the deck's folder"),
        ("audio: {file: page.mp3}", "does not have the content of a .mp3 file"),
        ("image: []", "`image` is empty"),
        (
            "audio: [" + ", ".join(["{file: x.ogg}"] * 11) + "]",
            "`audio` has 11 files, more than 10",
        ),
    ],
)
def test_a_mistake_in_media_is_reported(read, media, message):
    _, errors = read(media)
    assert any(message in error for error in errors), errors


def test_a_large_file_is_refused(write_deck):
    folder = write_deck(f"{FACT_WITHOUT_MEDIA}audio: {{file: long.ogg}}}}\n")
    with (folder / "long.ogg").open("wb") as file:
        file.write(b"OggS")
        file.truncate(10 * 1024**2 + 1)
    (problem,) = load_deck(folder).errors
    assert problem.message == "the sound 'long.ogg' is larger than 10 MB"
