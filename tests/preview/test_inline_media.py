import base64
import os
from dataclasses import replace

import pytest

from liverdeck.anki.notes import render_notes
from liverdeck.authoring.loader import load_deck
from liverdeck.authoring.media_problems import LARGEST_FILE
from liverdeck.preview import inline_media
from liverdeck.preview.inline_media import InlineMedia, without_invalid_media
from liverdeck.preview.page import preview_page

SECRET = b"a secret of this computer"
FACT = (
    "  - {{id: a, from: pump, ask: 'Q? src=\"ld-', answer: b,"
    " image: {{file: {file}, alt: A heart}}}}\n"
)


@pytest.mark.parametrize(
    ("file", "media_type"),
    [
        ("x.png", "png"),
        ("x.jpg", "jpeg"),
        ("x.JPEG", "jpeg"),
        ("x.gif", "gif"),
        ("x.webp", "webp"),
        ("x.svg", "svg+xml"),
        ("in/x.png", "png"),
    ],
)
def test_a_picture_is_part_of_the_page(write_deck, file, media_type):
    folder = write_deck(FACT.format(file=file))
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_bytes(b"content")
    deck = without_invalid_media(load_deck(folder).deck)
    (note,) = map(InlineMedia(deck).with_media, render_notes(deck))
    address = f"data:image/{media_type};base64,{base64.b64encode(b'content').decode()}"
    assert f'<img src="{address}" alt="A heart">' in note.fields
    assert preview_page(deck, ()).html.decode().count(address) == 2


@pytest.mark.parametrize(
    "file",
    [
        "../secret.png",
        "{outside}/secret.png",
        "link.png",
        "missing.png",
        "deck.yaml",
        ".",
        "fifo.png",
        "'x\\0.png'",
        "a/../../secret.png",
        "loop.png",
        "in\\secret.png",
    ],
)
def test_no_other_file_gets_into_the_page(write_deck, tmp_path, file):
    folder = write_deck()
    (tmp_path / "secret.png").write_bytes(SECRET)
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "loop.png").symlink_to(folder / "loop.png")
    (folder / "in\\secret.png").write_bytes(SECRET)
    os.mkfifo(folder / "fifo.png")
    (folder / "01-facts.yaml").write_text(
        "liverdeck: 1\ntopic: chambers\nfacts:\n"
        + FACT.format(file=file.format(outside=tmp_path)),
        encoding="utf-8",
    )
    loaded = load_deck(folder)
    assert loaded.problems
    page = preview_page(loaded.deck, loaded.problems).html
    assert base64.b64encode(SECRET) not in page
    assert b"src=" not in page.replace(b'src="ld-', b"").partition(b"<body>")[2]


def test_a_picture_too_large_for_anki_is_not_on_the_page(write_deck):
    folder = write_deck(FACT.format(file="x.png"))
    with (folder / "x.png").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    assert without_invalid_media(load_deck(folder).deck).facts[0].media.images == ()


def test_pictures_are_left_out_before_the_page_gets_too_large(write_deck, monkeypatch):
    folder = write_deck(
        "".join(
            FACT.format(file="x.png").replace("id: a", f"id: f{number}")
            for number in range(3)
        )
    )
    (folder / "x.png").write_bytes(b"content")
    deck = load_deck(folder).deck
    address = "data:image/png;base64," + base64.b64encode(b"content").decode()
    monkeypatch.setattr(inline_media, "MOST_MEDIA_CHARACTERS", 2 * 2 * len(address))
    page = preview_page(deck, ()).html.decode()
    assert page.count("data:image/png") == 4
    assert page.count('<img alt="A heart">') == 2
    assert "1 picture or sound left out" in " ".join(page.split())
    smaller_deck = replace(deck, facts=deck.facts[:2])
    assert "left out" not in preview_page(smaller_deck, ()).html.decode()
