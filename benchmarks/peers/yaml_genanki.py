"""The script that a user would write without LiverDeck: PyYAML, a loop, genanki.

    python -m benchmarks.peers.yaml_genanki DECK FILE.apkg [--c]

With `--c` it reads with libyaml, a fast parser in C that few people use. It makes notes
with the same fields and cards as LiverDeck, and checks nothing. It imports nothing of
LiverDeck: that would cost it time, and it would break when LiverDeck changes.
"""

import html
import sys
import time
from pathlib import Path

import genanki
import yaml

folder, target = Path(sys.argv[1]), sys.argv[2]
loader = yaml.CSafeLoader if "--c" in sys.argv else yaml.SafeLoader
stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())

COMMON_FIELDS = """
    Why Note Source Link Report Stamp FrontPictures BackPictures FrontAudio BackAudio
    Spare1 Spare2 Spare3 MyNotes
""".split()
"""The last fields of every note type."""
EXPLANATION = "<div>{{Why}}</div><div>{{Note}}</div><div>{{Source}}</div>"


def model(model_id, name, fields, sides, model_type=genanki.Model.FRONT_BACK):
    """Return a note type. A side is a template's name, its front and its back."""
    return genanki.Model(
        model_id,
        name,
        fields=[{"name": field} for field in [*fields, *COMMON_FIELDS]],
        templates=[
            {"name": name, "qfmt": front, "afmt": back + EXPLANATION}
            for name, front, back in sides
        ],
        css=".card { font-size: 20px; }",
        model_type=model_type,
    )


CLOZE = model(
    1001,
    "Cloze",
    ["Key", "Text"],
    [("Cloze", "{{cloze:Text}}", "{{cloze:Text}}")],
    genanki.Model.CLOZE,
)
QUESTION = model(
    1002,
    "Question",
    ["Key", "Ask", "Hint", "Answer", "ReverseAsk", "ReverseHint", "ReverseAnswer"],
    [
        ("Question", "{{Ask}}", "{{Ask}}<hr>{{Answer}}"),
        ("Reverse", "{{ReverseAsk}}", "{{ReverseAsk}}<hr>{{ReverseAnswer}}"),
    ],
)
LIST = model(
    1003,
    "List",
    ["Key", "Ask", "Group", "Items"],
    [("List", "{{Ask}} {{Group}}", "{{Ask}} {{Group}}<hr>{{Items}}")],
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
        yield "", CLOZE, [as_html(fact["say"]).rstrip()]
    elif "answer" in fact:
        reverse = fact.get("reverse")
        reverse_fields = ["", "", ""]
        if reverse:
            reverse_fields = [
                as_html(reverse["ask"]),
                "",
                answer_text(reverse["answer"]),
            ]
        own_fields = [as_html(fact["ask"]), "", answer_text(fact["answer"])]
        yield "", QUESTION, [*own_fields, *reverse_fields]
    elif "list" in fact:
        yield "", LIST, [as_html(fact["ask"]), "", items_html(fact["list"])]
    else:
        for group in fact["groups"]:
            title, items = as_html(group["title"]), items_html(group["items"])
            yield group["id"], LIST, [as_html(fact["ask"]), title, items]


def items_html(items):
    """Return the items of a list as HTML, each with a box that uncovers it."""
    lines = "".join(
        '<li><label class="tappable"><input type="checkbox">'
        f"<small></small><span>{answer_text(item)}</span></label></li>"
        for item in items
    )
    return f'<ul class="ld-items">{lines}</ul>'


deck_data = load(folder / "deck.yaml")
headings = {
    passage["id"]: passage["heading"]
    for passage in load(folder / "passages.yaml")["passages"]
}
topic_tags = {
    topic["id"]: f"{number * 10:03}-{topic['id']}"
    for number, topic in enumerate(deck_data["topics"], 1)
}
deck = genanki.Deck(2001, deck_data["anki_name"], deck_data["description"])
for path in sorted(folder.glob("*.yaml")):
    if path.name in ("deck.yaml", "passages.yaml"):
        continue
    chapter = load(path)
    for fact in chapter["facts"]:
        passages = fact["from"] if isinstance(fact["from"], list) else [fact["from"]]
        passage_headings = "; ".join(headings[passage] for passage in passages)
        document = deck_data["document"]
        source = as_html(f"{document['title']}: {passage_headings}")
        common_fields = [
            as_html(fact.get("why", "")),
            as_html(fact.get("note", "")).strip(),
            f"{source} <time>{document['read']}</time>",
            *("", "", stamp),
            *("", "", "", ""),
            *("", "", "", ""),
        ]
        for part, note_type, first_fields in notes_of(fact):
            key = "/".join(filter(None, [deck_data["id"], fact["id"], part]))
            tags = [
                f"LiverDeck::{deck_data['id']}::{tag}"
                for tag in [topic_tags[chapter["topic"]], *fact.get("tags", [])]
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
