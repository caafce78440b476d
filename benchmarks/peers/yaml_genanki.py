"""The script that a user would write without LiverDeck: PyYAML, a loop, genanki.

    python -m benchmarks.peers.yaml_genanki DECK FILE.apkg [--c]

With `--c` it reads with libyaml, a parser in C that few people know. It makes notes
with the same fields and cards as LiverDeck, and checks nothing.
"""

import html
import re
import sys
from pathlib import Path

import genanki
import yaml

from liverdeck.anki import templates

folder, target = Path(sys.argv[1]), sys.argv[2]
loader = yaml.CSafeLoader if "--c" in sys.argv else yaml.SafeLoader

COMMON_FIELDS = [
    "Image",
    "Why",
    "Note",
    "Source",
    "Spare1",
    "Spare2",
    "Spare3",
    "MyNotes",
]
"""The last fields of every note type."""


def model(model_id, name, fields, sides, model_type=genanki.Model.FRONT_BACK):
    """Return a note type. A side is a template's name, its front and its back."""
    return genanki.Model(
        model_id,
        name,
        fields=[{"name": field} for field in [*fields, *COMMON_FIELDS]],
        templates=[
            {"name": name, "qfmt": front, "afmt": back} for name, front, back in sides
        ],
        css=templates.STYLE,
        model_type=model_type,
    )


CLOZE = model(
    1001,
    "Cloze",
    ["Key", "Text"],
    [("Cloze", templates.CLOZE_FRONT, templates.CLOZE_BACK)],
    genanki.Model.CLOZE,
)
QUESTION = model(
    1002,
    "Question",
    ["Key", "Ask", "Answer", "ReverseAsk", "ReverseAnswer"],
    [
        ("Question", templates.QUESTION_FRONT, templates.QUESTION_BACK),
        ("Reverse", templates.REVERSE_FRONT, templates.REVERSE_BACK),
    ],
)
LIST = model(
    1003,
    "List",
    ["Key", "Ask", "Items"],
    [("List", templates.LIST_FRONT, templates.LIST_BACK)],
)


def load(path):
    """Read one YAML file."""
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=loader)  # noqa: S506  # both loaders are safe


def as_html(text):
    """Return a text as HTML."""
    return html.escape(str(text), quote=False).replace("\n", "<br>")


def answer_text(answer):
    """Return the text of an answer."""
    return as_html(answer["text"] if isinstance(answer, dict) else answer)


def notes_of(fact):
    """Yield the part, the note type and the first fields of each note of a fact.

    The key, which is the very first field, is not among them.
    """
    if "say" in fact:
        yield "", CLOZE, [re.sub(r"\s+\Z", "", as_html(fact["say"]))]
    elif "answer" in fact:
        reverse = fact.get("reverse")
        reverse_fields = ["", ""]
        if reverse:
            reverse_fields = [as_html(reverse["ask"]), answer_text(reverse["answer"])]
        own_fields = [as_html(fact["ask"]), answer_text(fact["answer"])]
        yield "", QUESTION, [*own_fields, *reverse_fields]
    elif "list" in fact:
        yield "", LIST, list_fields(as_html(fact["ask"]), fact["list"])
    else:
        for group in fact["groups"]:
            heading = f'<div class="ld-group">{as_html(group["title"])}</div>'
            yield (
                group["id"],
                LIST,
                list_fields(as_html(fact["ask"]) + heading, group["items"]),
            )


def list_fields(front, items):
    """Return the two fields of a list: its front, and its items as HTML."""
    lines = "".join(f"<li>{answer_text(item)}</li>" for item in items)
    return [
        f'{front}<div class="ld-count">{len(items)} items</div>',
        f"<ul>{lines}</ul>",
    ]


about = load(folder / "deck.yaml")
headings = {
    passage["id"]: passage["heading"]
    for passage in load(folder / "passages.yaml")["passages"]
}
deck = genanki.Deck(2001, about["anki_name"], about["description"])
for path in sorted(folder.glob("*.yaml")):
    if path.name in ("deck.yaml", "passages.yaml"):
        continue
    chapter = load(path)
    for fact in chapter["facts"]:
        passages = fact["from"] if isinstance(fact["from"], list) else [fact["from"]]
        passage_headings = "; ".join(headings[passage] for passage in passages)
        document = about["document"]
        source = as_html(
            f"{document['title']}: {passage_headings} (read {document['read']})"
        )
        common_fields = [
            "",
            as_html(fact.get("why", "")),
            as_html(fact.get("note", "")).strip(),
            source,
            "",
            "",
            "",
            "",
        ]
        for part, note_type, first_fields in notes_of(fact):
            key = "/".join(filter(None, [about["id"], fact["id"], part]))
            tags = [
                f"LiverDeck::{about['id']}::{tag}"
                for tag in [chapter["topic"], *fact.get("tags", [])]
            ]
            deck.add_note(
                genanki.Note(
                    note_type,
                    [key, *first_fields, *common_fields],
                    tags=tags,
                    guid=genanki.guid_for(key),
                )
            )
genanki.Package(deck).write_to_file(target)
