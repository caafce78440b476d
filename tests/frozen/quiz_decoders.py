"""Read the files of a quiz, without the labels and sentences that we add.

`items.json` has the texts of the items. The decoders look for these texts in the
papers: where each stem and option is, and which explanations follow. So a reworded
label changes nothing here, but a changed order, letter, key or text does.
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
from tests.quiz.formats.decoders.word import text_of_word

READ_DAY = re.compile(r"\([^()]*?(\d{4}-\d\d-\d\d)\)")
"""The day on which the document was read, in parentheses with the words before it."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def digest(value):
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def without_read_label(text):
    """Return a source whose parentheses have only the day, and not our words."""
    return READ_DAY.sub(r"(\1)", text)


def squeezed(text):
    """Return a text without spaces, because every format breaks its lines elsewhere."""
    return re.sub(r"[\s\u00ad\u200b\u2060]+", "", text)


def explanations(item):
    """Return the texts that may explain an item, without spaces, by short names."""
    texts = {"why": item["rationale"], "note": item["note"]}
    texts["source"] = READ_DAY.sub("", item["source"])
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


def names_of_explanations(item, text):
    """Return the names of an item's explanations that are in a text, in their order."""
    without_spaces = squeezed(text)
    starts = {
        name: without_spaces.find(explanation)
        for name, explanation in explanations(item).items()
    }
    present = sorted((start, name) for name, start in starts.items() if start >= 0)
    return [name for _, name in present]


def seen_as_json(seen):
    """Return a decoded item as JSON values."""
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
        item["source"] = without_read_label(item["source"])
    for form in content["forms"]:
        form.pop("title")
    return content


def read_csv(data):
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    return [[without_read_label(cell) for cell in row] for row in rows[1:]]


def read_moodle(data, items):
    items_seen = read_xml(data)
    decoded_items, category = [], ""
    for question in ET.fromstring(data):
        if question.get("type") == "category":
            category = question.findtext("category/text")
            continue
        item_id = question.findtext("idnumber")
        shown, feedback = items_seen[item_id]
        rows = [
            [
                answer.get("fraction"),
                flat(html.unescape(answer.findtext("text") or "")),
                flat(html.unescape(answer.findtext("feedback/text") or "")),
                answer.findtext("tolerance") or "",
            ]
            for answer in question.findall("answer")
        ]
        decoded_items.append(
            {
                "id": item_id,
                "type": question.get("type"),
                "category": category,
                **seen_as_json(shown),
                "rows": rows,
                "points": float(question.findtext("defaultgrade") or 0),
                "shuffled": question.findtext("shuffleanswers"),
                "single": question.findtext("single"),
                "tags": sorted(tag.text for tag in question.findall("tags/tag/text")),
                "told": names_of_explanations(items[item_id], feedback),
                "for graders": names_of_explanations(
                    items[item_id], question.findtext("graderinfo/text") or ""
                ),
            }
        )
    return decoded_items


def read_gift_file(data, items):
    items_seen = read_gift(data)
    decoded_items, category = [], ""
    for block in data.decode().rstrip("\n").split("\n\n"):
        last_line = block.rpartition("\n")[2]  # a comment may come before
        if last_line.startswith("$CATEGORY: "):
            category = last_line
            continue
        item_id = re.match(r"// \[id:([^\]]+)\]", block)[1]
        shown, feedback = items_seen[item_id]
        body = block.partition("\n")[2].partition("####")[0]
        reasons = [line.rpartition("#")[2] for line in body.splitlines() if "#" in line]
        decoded_items.append(
            {
                "id": item_id,
                "category": category,
                "tags": re.findall(r"\[tag:([^\]]+)\]", block.partition("\n")[0]),
                **seen_as_json(shown),
                "weights": re.findall(r"%(-?[0-9.]+)%", body),
                "reasons": reasons,
                "told": names_of_explanations(items[item_id], feedback),
            }
        )
    return decoded_items


def read_qti_zip(data, items):
    archive = zipfile.ZipFile(io.BytesIO(data))
    names = archive.namelist()
    # The file of the items is in a folder of the same name.
    (items_file,) = [name for name in names if re.fullmatch(r"(\w+)/\1\.xml", name)]
    root = ET.fromstring(archive.read(items_file))
    elements = find(root, "assessment/section/item")
    items_seen = read_qti(data)
    decoded_items = []
    for element in elements:
        item_id = element.get("title")
        shown, feedback = items_seen[item_id]
        decoded_items.append(
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
                "told": names_of_explanations(items[item_id], feedback),
            }
        )
    return {"package": items_file, "files": sorted(names), "items": decoded_items}


def read_page(data):
    """Return the items of the page that grades itself, each with its key."""
    script = re.search(
        r'<script [^>]*id="key"[^>]*>(.*?)</script>', data.decode(), re.DOTALL
    )
    keys = json.loads(script[1])
    for key in keys:
        key["source"] = without_read_label(key["source"])
    seen = [seen_as_json(item) for item in read_quiz(data)]
    return [{"key": key, **item} for key, item in zip(keys, seen, strict=True)]


def text_of_html(data):
    body = data.decode().partition("<main>")[2]
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def text_of_markdown(data):
    return re.sub(r"\\(.)", r"\1", data.decode())


def text_of_pdf(data):
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(page.extract_text() for page in pages)


def read_paper(text, form, items):
    """Return the stems of a paper in its order, with the texts to choose from."""
    decoded_items = []
    for item_id, section in sections(squeezed(text), form, items):
        item = items[item_id]
        prompts = [
            (section.find(squeezed(pair["prompt"])), pair["prompt"])
            for pair in item["pairs"]
        ]
        decoded_items.append(
            {
                "id": item_id,
                "stem": item["stem"],
                "choices": choices_in(section, item),
                "prompts": [prompt for _, prompt in sorted(prompts)],
                "numbers": re.findall(r"\((\d+)", section)[:1],
                "places": len(re.findall(r"\.{4}", section)),
            }
        )
    return decoded_items


def choices_in(section, item):
    """Return the texts to choose from in their order, each after its letter."""
    texts = {option["text"] for option in item["options"]}
    texts |= {pair["match"] for pair in item["pairs"]}
    letters = LETTERS[: len(texts)]
    choices = []
    for text in sorted(texts):
        choice = squeezed(text)
        starts = [(section.find(letter + choice), letter) for letter in letters]
        starts += [(section.find(f"{letter}.{choice}"), letter) for letter in letters]
        present = [(start, letter) for start, letter in starts if start >= 0]
        without_letter = section.find(choice), ""
        start, letter = min(present, default=without_letter)
        choices.append((start, letter, text))
    return [[letter, text] for _, letter, text in sorted(choices)]


def sections(paper_text, form, items):
    """Yield the id of each item in the order of a form, with its section of the text.

    A section begins at the stem of the item and ends before the next stem.
    """
    item_ids = [row["item"] for row in form["items"]]
    starts = []
    after = 0
    for item_id in item_ids:
        start = paper_text.find(squeezed(items[item_id]["stem"]), after)
        assert start >= 0, item_id
        starts.append(start)
        after = start + 1
    ends = [*starts[1:], len(paper_text)]
    for item_id, start, end in zip(item_ids, starts, ends, strict=True):
        yield item_id, paper_text[start:end]


def read_key(text, form, items):
    """Return the key of each item of a paper form, and which explanations follow it."""
    paper_text = squeezed(text)
    sections_by_id = list(sections(paper_text, form, items))
    # The key of the first item is before its stem. Every other key is at the end of the
    # section of the item before, after "·" and the id of that item.
    _, first_section = sections_by_id[0]
    first_stem = paper_text.find(first_section[:200])
    first_number = paper_text.rfind("1.", 0, first_stem)
    keys = [paper_text[first_number:first_stem]]
    told = []
    for item_id, section in sections_by_id:
        explanation, _, next_key = section.rpartition(f"·{item_id}")
        keys.append(next_key)
        told.append(names_of_explanations(items[item_id], explanation))
    return [
        {"id": item_id, "head": key.strip("#"), "told": names}
        for key, (item_id, _), names in zip(keys, sections_by_id, told, strict=False)
    ]


def quick_letters(data, name):
    """Return the entries of the short key for grading many papers, if there is one."""
    if name.endswith(".html"):
        row = re.search(r'<ul class="quick">(.*?)</ul>', data.decode(), re.DOTALL)
        cells = re.findall(r"<li>(.*?)</li>", row[1] if row else "")
        return [flat(html.unescape(cell)) for cell in cells]
    text = data.decode().removeprefix("<!-- Made with LiverDeck -->\n\n")
    third_block = text.split("\n\n")[2]
    if third_block.startswith("#"):
        return []
    return text_of_markdown(third_block.encode()).split(" · ")


def read_apkg(data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    with tempfile.NamedTemporaryFile() as file:
        file.write(archive.read("collection.anki2"))
        file.flush()
        database = sqlite3.connect(Path(file.name))
        notes = database.execute(
            "SELECT guid, mod, tags, flds FROM notes ORDER BY id"
        ).fetchall()
        cards = database.execute(
            "SELECT count(*), max(ord), min(due) FROM cards"
        ).fetchone()
        (decks_text,) = database.execute("SELECT decks FROM col").fetchone()
        database.close()
    decks = json.loads(decks_text)
    return {
        "cards": list(cards),
        "decks": sorted(deck["name"] for deck in decks.values()),
        "notes": [note_of(*note) for note in notes],
    }


def note_of(guid, mod, tags, flds):
    name, stem, options, *other_fields = flds.split("\x1f")
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
        "rest": [without_read_label(text) for text in other_fields],
    }


def without_instructions(value, stems):
    """Return decoded content in which each stem is replaced as `stems` says."""
    if isinstance(value, str):
        return stems.get(value, value)
    if isinstance(value, list):
        return [without_instructions(member, stems) for member in value]
    if isinstance(value, dict):
        return {
            key: without_instructions(member, stems) for key, member in value.items()
        }
    return value


def stems_without_instructions(items, prompts):
    """Return the author's words of each stem that has an added instruction."""
    words_by_stem = {}
    for stem in (item["stem"] for item in items):
        # If a stem begins with several prompts, the longest is its author's words.
        for prompt in sorted(prompts, key=len):
            if stem.startswith(prompt) and stem != prompt:
                words_by_stem[stem] = f"{prompt} …"
    return words_by_stem


ELSEWHERE = ("answer-sheet", "paper-all", "cross-table")
"""Files without a text of their own; tests/quiz/formats/test_exam_papers.py reads them.
"""


def decoded(files, known, prompts):
    """Return the decoded content of each file of a quiz, by file name.

    `known` is the content of its `items.json`. `prompts` are the questions as the
    author wrote them.
    """
    stems = stems_without_instructions(known["items"], prompts)
    items = {item["id"]: item for item in known["items"]}
    forms = {form["form"]: form for form in known["forms"]}
    return {
        name: without_instructions(read_file(name, data, items, forms), stems)
        for name, data in sorted(files.items())
        if not name.startswith(ELSEWHERE)
    }


TEXTS = {
    "html": text_of_html,
    "md": text_of_markdown,
    "pdf": text_of_pdf,
    "docx": text_of_word,
}
"""What reads the text of a paper or a key, by the ending of the file."""
READERS = {"moodle.xml": read_moodle, "gift.txt": read_gift_file}


def read_file(name, data, items, forms):
    if name.startswith(("pictures/", "key-pictures/")):
        return hashlib.sha256(data).hexdigest()
    stem, _, ending = name.rpartition(".")
    stem, _, letter = stem.partition("-")
    if name in READERS:
        return READERS[name](data, items)
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
