"""What a release writes, and when it is refused."""

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.base.errors import ContentError
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.author_decisions import Decisions
from liverdeck.publishing.build import build_package
from liverdeck.publishing.release import release_deck, release_with_decisions
from liverdeck.publishing.update_text import write_update_text

FIRST = """\
  - {id: rate, from: pump, ask: How fast does it *beat*?, answer: 70 /min}
  - {id: flow, from: pump, say: 'In the {{c1::vein}} and {{c2::atrium::room}}.'}
  - {id: sound, from: pump, ask: Which sound?, answer: lub}
  - {id: tone, from: pump, ask: Which tone?, answer: low}
"""
SECOND = """\
  - {id: rate, from: pump, ask: How fast does it *beat*?, answer: 60 /min}
  - {id: flow, from: pump, say: 'In the {{c1::vein}} and atrium.'}
  - {id: tone, from: pump, ask: Which tone?, answer: low, retired: Nobody <hears> it.}
  - {id: fill, from: rooms, ask: What fills first?, answer: the atria}
"""
# A backslash joins its line with the next one.
CHANGES = """\
# Changes of The heart

## Release 2, 2023-11-14 22:13 UTC

### New

- `fill`: What fills first?

### Changed

- `rate`: How fast does it \\*beat\\*?
- `flow`: In the [...] and atrium.

If you tag notes or write in My notes, import the update text (.txt) first and \
the package (.apkg) second: the package alone replaces both on the notes it changes. \
Everyone else needs the package only.

### Cards removed

- `flow/c2`

After importing, run *Tools > Empty Cards* in Anki: \
it finds these cards and deletes them.

### Withdrawn

- `sound`: no longer in the deck
- `tone`: Nobody \\<hears> it.

Anki keeps withdrawn notes until you delete them. This search in its browser finds them:

    "Key:heart/sound" or "Key:heart/tone"

## Release 1, 2020-09-13 12:26 UTC

### New

- `rate`: How fast does it \\*beat\\*?
- `flow`: In the [...] and atrium.
- `sound`: Which sound?
- `tone`: Which tone?
"""


def release(folder, time):
    loaded = load_deck(folder)
    assert loaded.problems == ()
    return release_loaded(loaded, time)


def release_loaded(loaded, time):
    """Release a deck. The author says that `fill`, a fact of `SECOND`, is new."""
    decisions = Decisions(loaded.deck, frozenset({"fill"}))
    return release_with_decisions(decisions, loaded.ledger or Ledger("heart"), time)


def test_changes_md_lists_the_newest_release_first(write_deck):
    assert release(write_deck(FIRST), 1_600_000_000).number == 1
    folder = write_deck(SECOND)
    assert release(folder, 1_700_000_000).number == 2
    assert (folder / "CHANGES.md").read_text() == CHANGES


def test_text_that_an_author_wrote_at_the_top_stays(write_deck):
    release(write_deck(FIRST), 1000)
    folder = write_deck(SECOND)
    text = (folder / "CHANGES.md").read_text()
    (folder / "CHANGES.md").write_text(
        text.replace("# Changes of The heart\n", "# News\n\nRead me.\n")
    )
    release(folder, 2000)
    new_text = (folder / "CHANGES.md").read_text()
    assert new_text.startswith("# News\n\nRead me.\n\n## Release 2, ")


def test_a_program_can_confirm_that_a_fact_is_new(write_deck):
    release(write_deck(FIRST), 1000)
    loaded = load_deck(write_deck(SECOND))
    with pytest.raises(ContentError, match="fill may be what was released as sound"):
        release_deck(loaded.deck, loaded.ledger, 2000)
    assert (
        release_deck(loaded.deck, loaded.ledger, 2000, confirmed=["fill"]).number == 2
    )


def test_nothing_is_released_without_changes(write_deck):
    folder = write_deck(FIRST)
    release(folder, 1000)
    before = (folder / "deck.lock").read_bytes()
    assert release(folder, 2000).number is None
    assert (folder / "deck.lock").read_bytes() == before


def test_a_time_that_is_not_later_is_refused(write_deck):
    release(write_deck(FIRST), 1000)
    folder = write_deck(SECOND)
    before = (folder / "CHANGES.md").read_text()
    with pytest.raises(ContentError, match="is not after the last release"):
        release(folder, 1000)
    assert (folder / "CHANGES.md").read_text() == before


def test_if_there_is_a_danger_nothing_is_written(write_deck):
    release(write_deck(FIRST), 1000)
    folder = write_deck(
        FIRST.replace("{{c1::vein}}", "{{c1::atrium}}").replace(
            "{{c2::atrium::room}}", "{{c2::vein}}"
        )
    )
    before = (folder / "deck.lock").read_bytes()
    with pytest.raises(ContentError) as caught:
        release(folder, 2000)
    assert len(caught.value.problems) == 2
    assert (folder / "deck.lock").read_bytes() == before


def test_facts_that_cannot_be_read_are_not_withdrawn(write_deck, tmp_path):
    release(write_deck(FIRST), 1000)
    folder = write_deck(
        FIRST.replace("ask: Which tone?, answer: low", "ask: Which tone?, anwser: low")
    )
    before = (folder / "deck.lock").read_bytes()
    loaded = load_deck(folder)
    message = "parts of this deck could not be read and would be missing"

    with pytest.raises(ContentError, match=message):
        release_deck(loaded.deck, loaded.ledger, 2000)
    with pytest.raises(ContentError, match=message):
        build_package(loaded.deck, loaded.ledger, tmp_path / "d.apkg", now_seconds=2000)

    texts = tmp_path / "texts"
    (problem,) = write_update_text(loaded.deck, loaded.ledger, texts).problems
    assert problem.message == message
    assert (folder / "deck.lock").read_bytes() == before
    assert not (tmp_path / "d.apkg").exists()


def test_changes_md_is_not_written_if_the_ledger_cannot_be_written(write_deck):
    folder = write_deck(FIRST)
    loaded = load_deck(folder)
    (folder / "deck.lock").mkdir()
    (folder / "deck.lock" / "x").touch()
    with pytest.raises(ContentError, match="cannot be written"):
        release_deck(loaded.deck, Ledger("heart"), 1000)
    assert not (folder / "CHANGES.md").exists()


def test_a_ledger_that_changed_since_it_was_read_is_not_replaced(write_deck):
    folder = write_deck(FIRST)
    release(folder, 1000)
    write_deck(SECOND)
    first, second = load_deck(folder), load_deck(folder)
    assert release_loaded(first, 2000).number == 2
    before = (folder / "deck.lock").read_bytes(), (folder / "CHANGES.md").read_bytes()
    with pytest.raises(ContentError, match="changed while the release was made"):
        release_loaded(second, 3000)
    after = (folder / "deck.lock").read_bytes(), (folder / "CHANGES.md").read_bytes()
    assert after == before


def test_a_ledger_that_is_a_link_is_followed(write_deck, tmp_path):
    folder = write_deck(FIRST)
    release(folder, 1000)
    (folder / "kept").mkdir()
    (folder / "deck.lock").rename(folder / "kept" / "deck.lock")
    (folder / "deck.lock").symlink_to("kept/deck.lock")
    write_deck(SECOND)
    assert release(folder, 2000).number == 2
    assert (folder / "deck.lock").is_symlink()
    assert release(folder, 3000).number is None
    assert not [path for path in tmp_path.rglob(".*") if "liverdeck" in path.name]


def test_a_package_replaces_a_package_of_its_deck_and_no_other_file(
    write_deck, tmp_path
):
    loaded = load_deck(write_deck(FIRST))
    path = tmp_path / "d.apkg"
    path.write_bytes(b"mine")

    def build(**options):
        return build_package(
            loaded.deck, Ledger("heart"), path, now_seconds=1000, **options
        )

    with pytest.raises(ContentError, match="force=True"):
        build()
    assert path.read_bytes() == b"mine"
    assert build(force=True).path == path
    assert build().path == path
    with pytest.raises(ContentError, match="a file of a deck"):
        build_package(
            loaded.deck,
            Ledger("heart"),
            tmp_path / "heart" / "deck.yaml",
            now_seconds=1000,
            force=True,
        )


FACT = "  - {id: rate, from: pump, ask: How fast?, answer: 70 /min}\n"


def change_deck_file(folder, old, new):
    path = folder / "deck.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_release_remembers_the_language_and_the_topics(write_deck):
    folder = write_deck(FACT)
    release(folder, 1000)
    ledger = load_deck(folder).ledger
    assert (ledger.language, ledger.topics) == ("en", {"chambers": 10})


@pytest.mark.parametrize("language", ["de", "fr-CA", "ar"])
def test_another_learner_language_is_refused_after_a_release(write_deck, language):
    folder = write_deck(FACT)
    release(folder, 1000)
    change_deck_file(folder, "language: en", f"language: {language}")
    loaded = load_deck(folder)
    with pytest.raises(ContentError) as caught:
        release_deck(loaded.deck, loaded.ledger, 2000)
    (problem,) = caught.value.problems
    assert problem.position.path == str(folder / "deck.yaml")
    assert "released with the words of 'en'" in problem.message
    assert f"`learner_language` is now '{language}'" in problem.message
    assert problem.fix == "write `learner_language: en`"
    with pytest.raises(ContentError):
        build_package(loaded.deck, loaded.ledger, folder / "x.apkg", now_seconds=3000)


@pytest.mark.parametrize("language", ["en-GB", "nl", "de\nlearner_language: en"])
def test_a_language_with_the_same_words_is_not_a_change(write_deck, language):
    folder = write_deck(FACT)
    release(folder, 1000)
    change_deck_file(folder, "language: en", f"language: {language}")
    assert release(folder, 2000).number is None


def test_a_new_topic_does_not_change_the_numbers_of_released_topics(write_deck):
    folder = write_deck(FACT)
    release(folder, 1000)
    change_deck_file(folder, "topics:\n", "topics:\n  - {id: before, title: Before}\n")
    (folder / "00.yaml").write_text(
        "liverdeck: 1\ntopic: before\nfacts:\n"
        "  - {id: first, from: pump, ask: What?, answer: x}\n"
    )
    release(folder, 2000)
    assert load_deck(folder).ledger.topics == {"before": 5, "chambers": 10}
