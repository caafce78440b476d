"""Exports of the real Anki in all its formats, compared with its own review log."""

from collections import Counter

import pytest
from anki.collection import ExportAnkiPackageOptions

from liverdeck.anki.exported import SkipReason, read_export
from liverdeck.authoring.loader import load_deck

FACTS = """\
  - id: flow
    from: pump
    say: Blood enters the {{c1::right atrium}} through {{c3::veins}}.
  - id: rate
    from: pump
    ask: How fast?
    answer: 70 /min
    reverse: {ask: What is 70 /min?, answer: the pulse}
  - {id: valves, from: rooms, ask: Which valves?, list: [mitral, tricuspid]}
  - {id: gone, from: rooms, ask: Which one?, answer: none}
"""
KINDS = ["learning", "review", "relearning", "early"]
"""The kinds of a review, in the order of Anki's numbers for them."""


@pytest.fixture
def export(anki, tmp_path):
    """Return a function that lets Anki export the collection and returns the file."""

    def export(export_format, *, with_scheduling=True):
        path = tmp_path / f"out.{export_format.split()[1]}"
        is_legacy = export_format.startswith("legacy")
        if path.suffix == ".colpkg":
            anki.col.export_collection_package(
                str(path), include_media=True, legacy=is_legacy
            )
            anki.col.reopen()
        else:
            options = ExportAnkiPackageOptions(
                with_scheduling=with_scheduling,
                with_deck_configs=True,
                with_media=True,
                legacy=is_legacy,
            )
            anki.col.export_anki_package(
                out_path=str(path), options=options, limit=None
            )
        return path

    return export


@pytest.fixture
def studied(anki, publish, write_deck):
    """Return Anki after answers of every kind to our cards and to one other card."""
    anki.import_package(publish(write_deck(FACTS)).path)
    own = anki.col.new_note(anki.col.models.by_name("Basic"))
    own.fields = ["the learner's own", "note"]
    anki.col.add_note(own, anki.col.decks.id("Own"))
    flow, right = anki.cards("heart/flow")
    rate, reverse = anki.cards("heart/rate")
    (valves,) = anki.cards("heart/valves")
    (gone,) = anki.cards("heart/gone")
    answers = [
        (flow, "1234"),
        (right, "4"),
        (rate, "334213"),
        (reverse, "2"),
        (valves, "4"),
        (gone, "31"),
    ]
    for card, ratings in [*answers, (own.cards()[0], "333")]:
        for rating in ratings:
            card.load()
            anki.answer(card, int(rating))
    cram(anki, valves, reschedule=False)
    cram(anki, right, reschedule=True)
    anki.col.sched.set_due_date([reverse.id], "5")
    anki.col.sched.schedule_cards_as_new([flow.id])
    flow.load()
    anki.answer(flow, 3)
    anki.col.remove_notes([gone.nid])
    return anki


def cram(anki, card, *, reschedule):
    """Answer a card ahead of its time in a filtered deck."""
    deck = anki.col.sched.get_or_create_filtered_deck(0)
    deck.name = f"Cram {card.id}"
    del deck.config.search_terms[1:]
    deck.config.search_terms[0].search = f"cid:{card.id}"
    deck.config.reschedule = reschedule
    filtered_deck_id = anki.col.sched.add_or_update_filtered_deck(deck).id
    card.load()
    anki.answer(card, 3)
    anki.col.sched.empty_filtered_deck(filtered_deck_id)


def log_of(anki):
    """Return the rows of Anki's log about our cards, as `as_rows` returns them."""
    rows = anki.col.db.all(
        "select n.guid, c.ord, r.id, r.ease, r.ivl, r.time, r.type, r.factor"
        " from revlog r, cards c, notes n, notetypes t"
        " where c.id = r.cid and n.id = c.nid and t.id = n.mid"
        " and t.name like 'LiverDeck%' order by r.id"
    )
    for guid, ordinal, ms, ease, interval, time, kind, factor in rows:
        days = interval if interval > 0 else None
        seconds = -interval if interval <= 0 else None
        is_crammed = kind == 3 and factor == 0
        if ease > 0 and not is_crammed:
            yield guid, ordinal, ms, ease, days, seconds, time, KINDS[kind]
        elif (kind, factor) == (4, 0):
            yield guid, ordinal, ms, 0, days, seconds, time, "reset"


def as_rows(reviews):
    """Return reviews as plain tuples, for a comparison with Anki's log."""
    return [
        (
            review.note_guid,
            review.ordinal,
            review.time_ms,
            review.rating,
            review.interval_days,
            review.interval_seconds,
            review.duration_ms,
            review.kind,
        )
        for review in reviews
    ]


EXPORT_FORMATS = ["new apkg", "legacy apkg", "new colpkg", "legacy colpkg"]


@pytest.mark.parametrize("export_format", EXPORT_FORMATS)
def test_an_export_in_every_format_has_the_reviews_of_ankis_log(
    studied, export, export_format
):
    expected = list(log_of(studied))
    total = studied.col.db.scalar("select count() from revlog")
    read = read_export(export(export_format)).required()
    assert as_rows(read.reviews) == expected
    assert {review.kind for review in read.reviews} == {*KINDS, "reset"}
    skipped = {
        SkipReason.NOT_OURS: 3,
        SkipReason.RESCHEDULED: 1,
        SkipReason.CRAMMED: 1,
        SkipReason.DELETED: 2,
    }
    if export_format.endswith("apkg"):
        del skipped[SkipReason.DELETED]
        assert read.skipped == skipped
    else:
        assert read.skipped == skipped
        assert len(read.reviews) + sum(read.skipped.values()) == total
    assert not read.has_no_reviews


@pytest.mark.parametrize("export_format", EXPORT_FORMATS)
def test_an_export_in_every_format_lists_our_notes(studied, export, export_format):
    notes = {note.guid: note["Key"] for note in studied.notes('"note:LiverDeck*"')}
    assert set(notes.values()) == {"heart/flow", "heart/rate", "heart/valves"}
    assert read_export(export(export_format)).required().first_fields == notes


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize("export_format", EXPORT_FORMATS[:2])
def test_an_export_without_scheduling_has_no_reviews(export, export_format):
    read = read_export(export(export_format, with_scheduling=False)).required()
    assert (read.reviews, read.skipped, read.has_no_reviews) == ((), {}, True)
    assert len(read.first_fields) == 3


def test_a_published_package_has_no_reviews(publish, write_deck):
    folder = write_deck(FACTS)
    read = read_export(publish(folder).path).required()
    assert read.has_no_reviews
    assert set(read.first_fields.values()) == {
        f"heart/{fact.id}" for fact in load_deck(folder).deck.active_facts
    }


@pytest.mark.parametrize("export_format", EXPORT_FORMATS)
def test_a_large_collection_can_be_read_in_every_format(anki, export, export_format):
    """Anki compresses a collection of more than 10 MB in another way.

    Each of the 12 notes has a field of 1 MB.
    """
    basic = anki.col.models.by_name("Basic")
    for number in range(12):
        note = anki.col.new_note(basic)
        pattern = "".join(chr(33 + i * i * (number + 7) % 90) for i in range(90))
        note.fields = [f"{number}", pattern * 11_112]
        anki.col.add_note(note, anki.col.decks.id("Own"))
        (card,) = note.cards()
        anki.answer(card, 1 + number % 4)
    read = read_export(export(export_format)).required()
    assert read.skipped == Counter({SkipReason.NOT_OURS: 12})
