"""Read what a quiz's files say, without their sentences and labels.

`items.json` tells the texts of the items. The decoders look for these texts in the
papers: where each stem and option is, and which reasons and names follow. So a reworded
label changes nothing here, but another order, letter, key or text does.
"""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import re
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.quiz.formats.decoders.canvas import fields, find, read_qti
from tests.quiz.formats.decoders.moodle import read_gift, read_xml
from tests.quiz.formats.decoders.pages import read_quiz
from tests.quiz.formats.decoders.seen import flat

READ = re.compile(r"\([^()]*?(\d{4}-\d\d-\d\d)\)")
"""The day on which the document was read, and the words before it."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def digest(value):
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def undated(text):
    return READ.sub(r"(\1)", text)


def squeezed(text):
    """Return a text without spaces, because every page breaks its lines elsewhere."""
    return re.sub(r"[\s\u00ad\u200b\u2060]+", "", text)


def known_texts(item):
    """Return the texts that may explain an item, by short names."""
    texts = {"why": item["rationale"], "note": item["note"]}
    texts["source"] = READ.sub("", item["source"])
    for number, answer in enumerate(item["answers"]):
        texts[f"answer {number}"] = answer["text"]
        for index, alias in enumerate(answer["accept"]):
            texts[f"accept {number}.{index}"] = alias
        for index, (rejected, why) in enumerate(answer["reject"].items()):
            texts[f"reject {number}.{index}"] = rejected
            texts[f"reject why {number}.{index}"] = why
    for number, text in enumerate(item["open"]):
        texts[f"open {number}"] = text
    for option in item["options"]:
        texts[f"option {option['id']}"] = option["text"]
        texts[f"why {option['id']}"] = option["why"]
    return {name: squeezed(text) for name, text in texts.items() if text}


def explained(item, text):
    """Return the names of the texts of an item that a text has, in their order."""
    whole = squeezed(text)
    starts = {name: whole.find(piece) for name, piece in known_texts(item).items()}
    found = sorted((start, name) for name, start in starts.items() if start >= 0)
    return [name for _, name in found]


def seen_as_json(seen):
    return {
        "stem": seen.stem,
        "options": [list(option) for option in seen.options],
        "answers": sorted(seen.answers),
        "pairs": sorted(map(list, seen.pairs)),
        "number": list(seen.number),
    }


def read_json(data):
    content = json.loads(data)
    for item in content["items"]:
        item["source"] = undated(item["source"])
    for form in content["forms"]:
        form.pop("title")
    return content


def read_csv(data):
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    return [[undated(cell) for cell in row] for row in rows[1:]]


def read_moodle(data, items):
    seen = read_xml(data)
    read, category = [], ""
    for question in ET.fromstring(data):
        if question.get("type") == "category":
            category = question.findtext("category/text")
            continue
        item_id = question.findtext("idnumber")
        shown, feedback = seen[item_id]
        rows = [
            [
                piece.get("fraction"),
                flat(html.unescape(piece.findtext("text") or "")),
                flat(html.unescape(piece.findtext("feedback/text") or "")),
                piece.findtext("tolerance") or "",
            ]
            for piece in question.findall("answer")
        ]
        read.append(
            {
                "id": item_id,
                "type": question.get("type"),
                "category": category,
                **seen_as_json(shown),
                "rows": rows,
                "points": float(question.findtext("defaultgrade") or 0),
                "shuffled": question.findtext("shuffleanswers"),
                "single": question.findtext("single"),
                "tags": sorted(
                    piece.text for piece in question.findall("tags/tag/text")
                ),
                "told": explained(items[item_id], feedback),
                "for graders": explained(
                    items[item_id], question.findtext("graderinfo/text") or ""
                ),
            }
        )
    return read


def read_gift_file(data, items):
    read, category = [], ""
    seen = read_gift(data)
    for block in data.decode().rstrip("\n").split("\n\n"):
        if block.startswith("$CATEGORY: "):
            category = block
            continue
        item_id = re.match(r"// \[id:([^\]]+)\]", block)[1]
        shown, feedback = seen[item_id]
        body = block.partition("\n")[2].partition("####")[0]
        reasons = [line.rpartition("#")[2] for line in body.splitlines() if "#" in line]
        read.append(
            {
                "id": item_id,
                "category": category,
                "tags": re.findall(r"\[tag:([^\]]+)\]", block.partition("\n")[0]),
                **seen_as_json(shown),
                "weights": re.findall(r"%(-?[0-9.]+)%", body),
                "reasons": reasons,
                "told": explained(items[item_id], feedback),
            }
        )
    return read


def read_qti_zip(data, items):
    archive = zipfile.ZipFile(io.BytesIO(data))
    (name,) = [n for n in archive.namelist() if re.fullmatch(r"(\w+)/\1\.xml", n)]
    root = ET.fromstring(archive.read(name))
    elements = find(root, "assessment/section/item")
    seen = read_qti(data)
    read = []
    for element in elements:
        item_id = element.get("title")
        shown, feedback = seen[item_id]
        read.append(
            {
                "id": item_id,
                "ident": element.get("ident"),
                **seen_as_json(shown),
                "type": fields(element)["question_type"],
                "points": float(fields(element)["points_possible"]),
                "identifiers": [
                    piece.get("ident")
                    for piece in element.iter()
                    if piece.tag.endswith("response_label")
                ],
                "told": explained(items[item_id], feedback),
            }
        )
    return {"package": name, "files": sorted(archive.namelist()), "items": read}


def read_page(data):
    """Return the items of the page that grades itself, and the key in its script."""
    script = re.search(
        r'<script [^>]*id="key"[^>]*>(.*?)</script>', data.decode(), re.DOTALL
    )
    keys = json.loads(script[1])
    for key in keys:
        key["source"] = undated(key["source"])
    seen = [seen_as_json(piece) for piece in read_quiz(data)]
    return [{"key": key, **piece} for key, piece in zip(keys, seen, strict=True)]


def text_of_html(data):
    body = data.decode().partition("<main>")[2]
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def text_of_markdown(data):
    return re.sub(r"\\(.)", r"\1", data.decode())


def text_of_docx(data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    root = ET.fromstring(archive.read("word/document.xml"))
    return " ".join(
        piece.text or "" for piece in root.iter() if piece.tag.endswith("}t")
    )


def text_of_pdf(data):
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(page.extract_text() for page in pages)


def read_paper(text, form, items):
    """Return the stems of a paper in its order, with the texts to choose from."""
    read = []
    for item_id, part in parts(squeezed(text), form, items):
        item = items[item_id]
        prompts = [
            (part.find(squeezed(pair["prompt"])), pair["prompt"])
            for pair in item["pairs"]
        ]
        read.append(
            {
                "id": item_id,
                "stem": item["stem"],
                "choices": choices_in(part, item),
                "prompts": [prompt for _, prompt in sorted(prompts)],
                "numbers": re.findall(r"\((\d+)", part)[:1],
                "places": len(re.findall(r"\.{4}", part)),
            }
        )
    return read


def choices_in(part, item):
    """Return the texts to choose from in their order, each after its letter."""
    texts = {option["text"] for option in item["options"]}
    texts |= {pair["match"] for pair in item["pairs"]}
    letters = LETTERS[: len(texts)]
    choices = []
    for text in sorted(texts):
        starts = [
            (part.find(sign + squeezed(text)), letter)
            for letter in letters
            for sign in (letter, f"{letter}.")
        ]
        starts = [(start, letter) for start, letter in starts if start >= 0]
        start, letter = min(starts, default=(part.find(squeezed(text)), ""))
        choices.append((start, letter, text))
    return [[letter, text] for _, letter, text in sorted(choices)]


def parts(whole, form, items):
    """Yield the id of each item in the order of a form, with its part of the text."""
    item_ids = [row["item"] for row in form["items"]]
    starts, after = [], 0
    for item_id in item_ids:
        start = whole.find(squeezed(items[item_id]["stem"]), after)
        assert start >= 0, item_id
        starts.append(start)
        after = start + 1
    ends = [*starts[1:], len(whole)]
    for item_id, start, end in zip(item_ids, starts, ends, strict=True):
        yield item_id, whole[start:end]


def read_key(text, form, items):
    """Return the key of a form: what is before each stem, and what explains it."""
    whole = squeezed(text)
    rows = list(parts(whole, form, items))
    first = whole.find(rows[0][1][:200])
    heads = [whole[whole.rfind("1.", 0, first) : first]]
    heads += [part.rpartition(f"·{item_id}")[2] for item_id, part in rows]
    return [
        {
            "id": item_id,
            "head": head.strip("#"),
            "told": explained(items[item_id], part.rpartition(f"·{item_id}")[0]),
        }
        for head, (item_id, part) in zip(heads, rows, strict=False)
    ]


def quick_letters(data, name):
    """Return the short key for grading a pile of papers."""
    if name.endswith(".html"):
        row = re.search(r'<ul class="quick">(.*?)</ul>', data.decode(), re.DOTALL)
        cells = re.findall(r"<li>(.*?)</li>", row[1] if row else "")
        return [flat(html.unescape(cell)) for cell in cells]
    block = data.decode().split("\n\n")[2]
    return (
        [] if block.startswith("#") else text_of_markdown(block.encode()).split(" · ")
    )


def read_apkg(data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    with tempfile.NamedTemporaryFile() as file:
        file.write(archive.read("collection.anki2"))
        file.flush()
        base = sqlite3.connect(Path(file.name))
        notes = base.execute(
            "SELECT guid, mod, tags, flds FROM notes ORDER BY id"
        ).fetchall()
        cards = base.execute(
            "SELECT count(*), max(ord), min(due) FROM cards"
        ).fetchone()
        decks = json.loads(base.execute("SELECT decks FROM col").fetchone()[0])
        base.close()
    return {
        "cards": list(cards),
        "decks": sorted(deck["name"] for deck in decks.values()),
        "notes": [note_of(*note) for note in notes],
    }


def note_of(guid, mod, tags, flds):
    name, stem, options, *rest = flds.split("\x1f")
    rows = re.findall(r"<li( data-key)?[^>]*>(.*?)</li>", options, re.DOTALL)
    choices = []
    for key, content in rows:
        text, _, why = content.partition("<div")
        text = re.sub(r"<[^>]+>", "", text)
        why = re.sub(r"<[^>]+>", "", why).partition(">")[2]
        choices.append([bool(key), text, why])
    return {
        "guid": guid,
        "mod": mod,
        "tags": tags.split(),
        "name": name,
        "stem": html.unescape(stem),
        "options": choices,
        "drawn by": re.findall(r'data-item="(\w+)"', options),
        "fixed": "data-fixed" in options,
        "rest": [undated(text) for text in rest],
    }


def without_instructions(value, stems):
    """Return decoded content in which the stems have only their author's words."""
    if isinstance(value, str):
        return stems.get(value, value)
    if isinstance(value, list):
        return [without_instructions(piece, stems) for piece in value]
    if isinstance(value, dict):
        return {key: without_instructions(piece, stems) for key, piece in value.items()}
    return value


def own_words(items, prompts):
    """Return the author's words for each stem that has an added instruction."""
    begins = sorted(prompts, key=len)
    return {
        item["stem"]: f"{prompt} …"
        for item in items
        for prompt in begins
        if item["stem"].startswith(prompt) and item["stem"] != prompt
    }


def decoded(files, known, prompts):
    """Return what each file of a quiz says, by its name.

    `known` is the content of its `items.json`. `prompts` are the questions as the
    author wrote them.
    """
    stems = own_words(known["items"], prompts)
    items = {item["id"]: item for item in known["items"]}
    forms = {form["form"]: form for form in known["forms"]}
    return {
        name: without_instructions(read_file(name, data, items, forms), stems)
        for name, data in sorted(files.items())
    }


TEXTS = {
    "html": text_of_html,
    "md": text_of_markdown,
    "pdf": text_of_pdf,
    "docx": text_of_docx,
}
WHOLE = {"moodle.xml": read_moodle, "gift.txt": read_gift_file}


def read_file(name, data, items, forms):
    stem, _, ending = name.rpartition(".")
    stem, _, letter = stem.partition("-")
    if name in WHOLE:
        return WHOLE[name](data, items)
    if name == "items.json":
        return read_json(data)
    if name == "items.csv":
        return read_csv(data)
    if ending == "apkg":
        return read_apkg(data)
    if stem == "qti":
        return read_qti_zip(data, items)
    if stem == "quiz" and ending == "html":
        return read_page(data)
    text, form = TEXTS[ending](data), forms[letter or "A"]
    if stem == "paper":
        return read_paper(text, form, items)
    quick = quick_letters(data, name) if ending in ("html", "md") else []
    return {"quick": quick, "items": read_key(text, form, items)}
