"""What goes wrong between two releases: a lost ledger, and two released branches."""

import re
import shlex
import shutil
import subprocess
from contextlib import suppress
from dataclasses import replace

from liverdeck.authoring.ledger_file import read_ledger
from liverdeck.authoring.ledger_text import ledger_text
from liverdeck.authoring.loader import load_deck
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing import lost_ledger
from liverdeck.publishing.build import deck_state
from liverdeck.publishing.merged_ledgers import merge_ledgers
from liverdeck.publishing.published import read_package
from liverdeck.publishing.recovery import recover_ledger
from liverdeck.publishing.release import write_merge
from tests.real.update_simulation.deck_edits import (
    EDITS,
    SHAPES,
    WORDS,
    File,
    ImpossibleError,
)
from tests.real.update_simulation.truthful_author import concept_of

GIT = shutil.which("git")
_IS_BACK = re.compile("(?P<part>.+?) (?:of (?P<owner>.+) )?was (dropped|withdrawn)")


def lose_ledger(author, record, when):
    """Delete deck.lock, and do what `liverdeck release` says then."""
    author.write()
    (author.folder / "deck.lock").unlink()
    loaded = load_deck(author.folder)
    assert loaded.ledger is None
    if lost_ledger.trace_of_releases(loaded.deck) is None:
        record.ledger = Ledger("heart")  # release --new
        record.known_releases = []
        return
    package = read_package(record.newest_path).required()
    recovered = recover_ledger(
        loaded.deck, package, str(record.newest_path), when
    ).required()
    (author.folder / "deck.lock").write_text(ledger_text(recovered))
    record.recover(recovered, package)


def release_two_branches(author, record, when, publish, learn):
    """Release on two branches, publish one or both, and merge as the message says.

    `publish` releases a branch at a Unix time. If the learner imports one of the two
    packages, `learn` is called with it.
    """
    git = Git(author.folder)
    base, released = author.copied_files(), author.released
    git.begin()
    enlarged_id = author.choose([None, *(fact.true_id for fact in author.facts())])
    shape = author.choose([None, *SHAPES])
    fact_in_both = author.new_fact(shape) if shape else None
    published, files = {}, {}
    for name, seconds in (("theirs", when - 8500), ("ours", when - 6000)):
        git.run("checkout", "-q", "-B", name, "base")
        author.files = [
            File(file.name, file.topic, [fact.copied() for fact in file.facts])
            for file in base
        ]
        author.released = released
        for _ in range(author.choose(range(1, 5))):
            author.edit(EDITS)
        with suppress(ImpossibleError):
            add_part_to(author, enlarged_id)
        if fact_in_both:
            author.files[0].facts.append(with_other_ids(author, fact_in_both))
        published[name] = publish(record.branched(), seconds)
        files[name] = author.copied_files()
        git.commit()
    both = ["ours", "theirs"]
    published_names = author.choose([["ours"], ["theirs"], both, both])
    learned_name = author.choose([None, *published_names])
    if learned_name:
        learn(published[learned_name])

    author.files = merged_files(author, base, **files)
    author.remember_release()
    has_conflict = git.merge("theirs")
    merged = follow_the_message(
        author, git, published, published_names, has_conflict, when
    )
    if has_conflict and len(published_names) == 1:  # what the kept branch released
        kept = files[published_names[0]]
        author.released = [fact.copied() for file in kept for fact in file.facts]
    obey_release(author, merged.ledger)
    git.end()
    return merged


def with_other_ids(author, fact):
    """Return the fact with other ids, as if another author had written it."""
    names = {name: author.numbered("group") for name in fact.asked}
    if fact.shape != "groups" or author.choose((True, False)):
        names = {name: name for name in fact.asked}
    return replace(
        fact.copied(),
        id=author.numbered("fact"),
        words=author.choose(WORDS),
        asked={names[name]: text for name, text in fact.asked.items()},
        items={names.get(name, name): list(fact.items[name]) for name in fact.items},
    )


def add_part_to(author, true_id):
    """Add a part to one fact, so that two branches give two parts the same number."""
    for fact in author.facts():
        if fact.true_id == true_id and not fact.is_retired():
            author.add_part(fact)


def merged_files(author, base, ours, theirs):
    """Return our files with the changes in theirs.

    Of a fact that both branches changed, one of the two versions is chosen.
    """
    before = {fact.true_id: fact for file in base for fact in file.facts}
    their_facts = {fact.true_id: fact for file in theirs for fact in file.facts}
    mine = {fact.true_id for file in ours for fact in file.facts}
    merged = []
    for file in ours:
        facts = []
        for fact in file.facts:
            other, old = their_facts.get(fact.true_id), before.get(fact.true_id)
            if other is None and old is not None:
                continue  # they deleted it
            if other is None or other == old:
                facts.append(fact)
            elif fact == old:
                facts.append(other)
            else:
                facts.append(chosen_version(author, fact, other))
        merged.append(File(file.name, file.topic, facts))
    new = [
        fact
        for true_id, fact in their_facts.items()
        if true_id not in mine | set(before)
    ]
    merged[0].facts += new
    return [file for file in merged if file.facts]


def chosen_version(author, *versions):
    """Choose one of two versions of a fact, and keep the other one's numbers unused."""
    chosen = author.choose(versions)
    if chosen.shape in ("cloze", "question"):
        numbers = {name for fact in versions for name in (*fact.asked, *fact.dropped)}
        chosen.dropped += sorted(numbers - {*chosen.asked, *chosen.dropped})
    return chosen


def follow_the_message(author, git, published, published_names, has_conflict, when):
    """Do what the conflict in deck.lock says; return the record after that."""
    ours, theirs = published["ours"].record, published["theirs"].record
    if not has_conflict:  # one of the two had nothing to release
        return max(ours, theirs, key=lambda record: len(record.ledger.releases))
    author.write()
    (problem,) = [
        problem
        for problem in load_deck(author.folder).problems
        if problem.position.path.endswith("deck.lock")
    ]
    one, both = problem.fix.split("If both sides were published: ")
    if len(published_names) == 1:
        command = re.search("git (checkout --ours .+?) \\(or --theirs\\)", one)[1]
        git.run(*command.replace("ours", published_names[0]).split())
        return published[published_names[0]].record

    lock = author.folder / "deck.lock"
    for command in re.split(", (?:then: |and )?", both):
        match shlex.split(command):
            case ["git", *words]:
                git.run(*words)
            case ["move", "deck.lock", "to", name]:
                lock.rename(author.folder / name)
            case ["liverdeck", "release", "--merge", name]:
                kept = read_ledger(lock, "heart").required()
                path = author.folder / name
                other = read_ledger(path, "heart").required()
                merged = merge_ledgers(kept, other, name, when - 5500).required()
                author.write()
                write_merge(load_deck(author.folder).deck, kept, merged)
                path.unlink()
                changes_text = (author.folder / "CHANGES.md").read_text()
            case other_words:
                assert other_words == ["liverdeck", "release"]
    ours.merge(theirs, read_ledger(lock, "heart").required())
    ours.read_changes(changes_text.split("\n## ")[1])
    return ours


def obey_release(author, ledger):
    """Take out what the release refuses, because a branch withdrew or dropped it.

    A blank that the release calls reworded gets a new number if it asks something else.
    """
    for _ in range(20):
        author.write()
        loaded = load_deck(author.folder)
        assert loaded.problems == ()
        changes = deck_state(loaded.deck, ledger).changes
        # The author decides about the other dangers in the release itself.
        dangers = [text for text in changes.dangers if _IS_BACK.match(text.message)]
        if not dangers:
            for reworded in changes.reworded:
                if concept_of(reworded.before) != concept_of(reworded.after):
                    renumber(author, reworded, ledger)
            author.write()
            return
        match = _IS_BACK.match(dangers[0].message)
        owner, _, group = (match["owner"] or match["part"]).partition("/")
        (fact,) = [fact for fact in author.facts() if fact.identity == owner]
        names = [name for name in fact.asked if fact.group_identity(name) == group]
        part = match["part"] if match["owner"] else "".join(names)
        if part in fact.asked and len(fact.asked) > 1 and part:
            del fact.asked[part]
            fact.items.pop(part, None)
            fact.dropped.append(part)
        else:
            author.take_out(fact)
    raise AssertionError(dangers)


def renumber(author, reworded, ledger):
    """Give a blank a new number; drop a reverse question, which has none."""
    (fact,) = [fact for fact in author.facts() if fact.identity == reworded.state.fact]
    text = fact.asked.pop(reworded.number)
    fact.dropped.append(reworded.number)
    if fact.shape == "cloze":
        used = (*fact.asked, *fact.dropped, *ledger.lines[reworded.state.name].numbers)
        number = f"c{1 + max(int(name[1:]) for name in used)}"
        fact.asked[number] = text
        fact.hints[number] = fact.hints.pop(reworded.number, "")


class Git:
    """The version control of a deck's folder."""

    def __init__(self, folder):
        self._folder = folder

    def run(self, *words):
        user = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        process = subprocess.run(
            (GIT, *user, *words), cwd=self._folder, capture_output=True, check=False
        )
        return process.returncode

    def begin(self):
        self.run("init", "-q", "-b", "base")
        self.commit()

    def commit(self):
        self.run("add", "-A")
        assert self.run("commit", "-q", "--allow-empty", "-m", "a release") == 0

    def merge(self, branch):
        """Merge a branch. Return whether deck.lock has a conflict then."""
        self.run("merge", "-q", branch)
        lock = (self._folder / "deck.lock").read_text()
        return "<<<<<<<" in lock

    def end(self):
        with suppress(FileNotFoundError):
            shutil.rmtree(self._folder / ".git")
