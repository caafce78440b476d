"""Files for learning platforms and phones are decoded, and equal the model.

The model is our item. The papers have every item type and every nasty text.
"""

import html
import io
import json
import re
import subprocess
import zipfile
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.parsers import expat

import pytest
import yaml

import liverdeck
from liverdeck.base.characters import SEMICOLONS
from liverdeck.base.problems import Position
from liverdeck.catalogue.learner_words import words_in
from liverdeck.checker.languages.table import language_of, listed_codes
from liverdeck.checker.separators import commas_of
from liverdeck.facts.answer import Answer, Number
from liverdeck.facts.fact import NOTE_LABEL
from liverdeck.quiz.formats.page_texts import signs_of, words_left_out
from liverdeck.quiz.formats.registry import FORMATS, files_of_format
from liverdeck.quiz.formats.remarks import remarks
from liverdeck.quiz.formats.script_words import script_words
from liverdeck.quiz.formats.typed_spellings import other_spellings
from liverdeck.quiz.grading import grade
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.items.item_types import Interaction
from tests.conftest import need_program
from tests.quiz.formats.conftest import NASTY
from tests.quiz.formats.decoders.canvas import read_qti
from tests.quiz.formats.decoders.moodle import read_gift, read_xml
from tests.quiz.formats.decoders.pages import read_quiz
from tests.quiz.formats.decoders.seen import expected, flat

LANGUAGE_CASES = Path(__file__).parents[2] / "checker" / "languages"
"""Has a file for each language with cases of the checker."""


def one_line(text):
    return flat(text.replace("\u2060", ""))


def cut_for_moodle(text):
    """Return a text of a pair as Moodle can store it, in 255 characters of HTML."""
    line = flat(text)
    if len(html.escape(line, quote=False)) <= 255:
        return line
    shorter = next(
        line[:length].rstrip()
        for length in range(255, 0, -1)
        if len(html.escape(line[:length].rstrip(), quote=False)) <= 254
    )
    return f"{shorter}…"


PLATFORMS = {
    "moodle": ("moodle.xml", read_xml, {"matches": cut_for_moodle}),
    "gift": ("gift.txt", read_gift, {"matches": cut_for_moodle}),
    "qti": ("qti.zip", read_qti, {}),
}


def seen_without_extras(seen, wanted):
    """Return what was seen, without joiners and without spellings not in `wanted`."""
    pairs = frozenset((prompt, one_line(match)) for prompt, match in seen.pairs)
    return replace(seen, pairs=pairs, answers=seen.answers & wanted.answers)


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_platform_gets_the_stems_options_and_keys_of_the_model(torture, name):
    job = torture()
    file, read, reading = PLATFORMS[name]
    items = read(files_of_format(name, job)[file])
    by_topic = sorted(job.asked, key=lambda asked: asked.item.topic)
    assert list(items) == [asked.item.id for asked in by_topic]
    for asked in job.asked:
        item = asked.item
        seen, feedback = items[item.id]
        wanted = expected(asked, **reading)
        assert seen_without_extras(seen, wanted) == wanted, item.id
        assert flat(item.source) in feedback
        if item.type == "list":
            assert all(flat(answer.text) in feedback for answer in item.answers)


def test_no_match_is_longer_than_moodle_stores(torture):
    # A longer match stops the import of the whole file.
    root = ET.fromstring(files_of_format("moodle", torture())["moodle.xml"])
    matches = [element.text for element in root.iterfind(".//subquestion/answer/text")]
    assert max(map(len, matches)) == 255
    assert any(match.endswith("…") for match in matches)


@pytest.mark.parametrize("name", ["moodle", "gift"])
def test_the_remarks_say_what_moodle_grades_in_another_way(torture, paper_of, name):
    (on_matches,) = [
        text for text in remarks([name], torture().paper.items) if "cut" in text
    ]
    assert "longer than Moodle allows" in on_matches
    said = " ".join(remarks([name], paper_of(WRITTEN).paper.items))
    assert "cut" not in said
    assert "only with a hyphen" in said
    assert "a wrong unit" in said


def test_moodle_gives_points_only_for_an_order_that_is_right_as_a_whole(torture):
    job = torture()
    root = ET.fromstring(files_of_format("moodle", job)["moodle.xml"])
    orders = [question for question in root if question.get("type") == "ordering"]
    wanted = [asked for asked in job.asked if asked.item.type == "ordering"]
    assert len(orders) == len(wanted) > 0
    for question in orders:
        assert question.findtext("gradingtype") == "ALL_OR_NOTHING"
        assert question.findtext("selecttype") == "ALL"
        assert question.find("shownumcorrect") is not None
    assert not [
        text for text in remarks(["moodle"], job.paper.items) if "order" in text
    ]
    for name in ("gift", "qti"):
        said = remarks([name], job.paper.items)
        assert f"{name}: a partly right order gets part of its points." in said


WRITTEN = """\
  - id: change
    from: pump
    ask: How does the share change?
    answer: {text: 25%->30%, accept: ["a = {b} ~ #c: d"]}
  - id: scan
    from: pump
    ask: Which test needs a magnet?
    answer: {text: an MR-scan, kind: test}
  - id: valve-reason
    from: pump
    ask: Which effect has the valve?
    answer: {text: closing, accept: [shutting], kind: effect of the valve}
    open: [beauty]
  - id: signs
    from: pump
    ask: Which signs are they?
    answer:
      text: "a> <b"
      accept: ["one\\nline"]
      reject:
        "a& &b": No.
        "two\\nlines": No.
  - id: clot
    from: pump
    ask: Which protein makes a clot?
    answer: {text: ﬁbrin}
  - id: cold
    from: pump
    ask: How cold is it?
    answer: {number: -5, unit: °C}
  - id: dose
    from: pump
    ask: How much is given?
    answer: {number: 12, unit: mg/dl}
"""


def read_by(name, job):
    file, read, _ = PLATFORMS[name]
    return {
        item_id: seen
        for item_id, (seen, _) in read(files_of_format(name, job)[file]).items()
    }


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_platform_accepts_all_spellings_of_an_answer(paper_of, name):
    items = read_by(name, paper_of(WRITTEN))
    change = items["change.short"].answers
    assert {"25%->30%", "25% -> 30%", "25%→30%", "a = {b} ~ #c: d"} <= change
    assert {"a> <b", "one line"} <= items["signs.short"].answers
    assert {"ﬁbrin", "fibrin"} <= items["clot.short"].answers
    assert {"MR-scan", "MR scan", "the MR-scan", "an MR-scan"} <= items[
        "scan.short"
    ].answers


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_spelling_on_a_platform_is_right_for_the_checker(paper_of, name):
    job = paper_of(WRITTEN)
    items = read_by(name, job)
    for asked in job.asked:
        # The checker compares arrows letter by letter.
        if asked.item.id != "change.short":
            for spelling in items[asked.item.id].answers:
                assert grade(asked, spelling).points == 1, spelling


def texts_as_php_reads_them(data):
    """Return the texts of an XML file as PHP reads them for Moodle.

    PHP gives each text in pieces, one for each escaped sign, and Moodle tells it to
    leave out pieces that are only space.
    """
    texts, pieces = [], []

    def end(_tag):
        texts.append("".join(piece for piece in pieces if piece.strip()))
        pieces.clear()

    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda *_: pieces.clear()
    parser.CharacterDataHandler = pieces.append
    parser.EndElementHandler = end
    parser.ParseFile(io.BytesIO(data))
    return texts


def test_moodle_keeps_the_spaces_between_signs_of_an_answer(paper_of):
    data = files_of_format("moodle", paper_of(WRITTEN))["moodle.xml"]
    texts = texts_as_php_reads_them(data)
    assert {"a> <b", "one line", "a& &b", "two lines"} <= {*texts}


ESSAYS = {
    "moodle": ("moodle.xml", '<question type="essay">', "<graderinfo"),
    "gift": ("gift.txt", "{\n####", "Right\\:"),
    "qti": ("qti.zip", "essay_question", "grading_notes"),
}


@pytest.mark.parametrize("name", ESSAYS)
def test_an_answer_to_be_judged_by_meaning_is_an_essay_with_the_key(paper_of, name):
    file, essay, notes = ESSAYS[name]
    content = files_of_format(name, paper_of(WRITTEN))[file]
    if name == "qti":
        archive = zipfile.ZipFile(io.BytesIO(content))
        text = "".join(
            archive.read(entry).decode()
            for entry in archive.namelist()
            if entry.endswith(".xml")
        )
    else:
        text = content.decode()
    assert text.count(essay) == 1
    assert notes in text
    after = text.partition(essay)[2] if name != "moodle" else text
    assert "shutting" in after
    assert "beauty" in after
    _, read, _ = PLATFORMS[name]
    assert read(content)["valve-reason.short"][0].answers == frozenset()


@pytest.mark.parametrize("right", ["a urea test", "an ulcer", "an X-ray", "a UTI"])
def test_platforms_accept_the_article_that_learners_type(right):
    _, _, bare = right.partition(" ")
    assert right in other_spellings(bare, "en-GB")


@pytest.mark.parametrize(
    ("language", "right", "typed"),
    [
        ("en", "Crohn's disease", "Crohn’s disease"),
        ("en", "Crohn’s disease", "Crohn's disease"),
        ("en", "T–cell", "T-cell"),
        ("en", "CO₂", "CO2"),
        ("en", "10⁹ cells", "10^9 cells"),
        ("en", "α-fetoprotein", "alpha-fetoprotein"),
        ("en", "β cell", "beta cell"),
        ("en", "œdema", "oedema"),
        ("en", "ﬁbrin", "fibrin"),
        ("en", "naïve cell", "naive cell"),
        ("en", "Sjögren", "Sjogren"),
        ("en", "tumour", "tumor"),
        ("en", "anaemia", "anemia"),
        ("fr", "ictère", "ictere"),
        ("fr", "l’estomac", "l'estomac"),
        ("fr", "l’estomac", "estomac"),
        ("fr", "la rate", "rate"),
        ("fr", "œdème", "oedeme"),
        ("de", "die Leber", "Leber"),
        ("de", "Straße", "Strasse"),
        ("de", "Übelkeit", "Uebelkeit"),
        ("de", "Müdigkeit", "Muedigkeit"),
    ],
)
def test_platforms_accept_what_a_keyboard_and_a_phone_write(language, right, typed):
    assert typed in other_spellings(right, language)


@pytest.mark.parametrize(
    ("language", "right", "typed"),
    [
        ("es", "año", "ano"),
        ("de", "Müdigkeit", "Mudigkeit"),
        ("en", "vitamin A", "vitamin"),
        ("fr", "le", ""),
    ],
)
def test_platforms_do_not_accept_another_word(language, right, typed):
    assert typed not in other_spellings(right, language)


@pytest.mark.parametrize("right", ["φλέβα", "Φλέβα", "καρδιά", "ὁ λόγος"])
def test_platforms_get_no_names_of_letters_in_a_greek_word(right):
    assert not re.search("[a-z]", " ".join(other_spellings(right, "el")))


@pytest.mark.parametrize("language", listed_codes())
@pytest.mark.parametrize(
    "right",
    [*map(one_line, NASTY), "L’Œdème n° 5 – α₂ à l'été", "a β-Müller’s naïve tumour"],
)
def test_no_spelling_is_wrong_for_the_checker(language, right):
    for spelling in other_spellings(right, language):
        if "→" not in spelling and "->" not in spelling:
            verdict = liverdeck.check(spelling, right, language=language)
            assert verdict.outcome == "correct", spelling


def test_moodle_reads_a_unit_and_others_of_the_same_quantity(paper_of):
    root = ET.fromstring(files_of_format("moodle", paper_of(WRITTEN))["moodle.xml"])
    questions = {element.findtext("idnumber"): element for element in root}
    dose = questions["dose.numeric"]
    units = {
        unit.findtext("unit_name"): unit.findtext("multiplier")
        for unit in dose.iter("unit")
    }
    assert next(iter(units)) == "mg/dl"
    assert units["mg/dl"] == units["mg/dL"] == "1"
    assert units["mg/L"] == "10"
    assert units["g/dl"] == "0.001"
    assert dose.findtext("unitgradingtype") == dose.findtext("showunits") == "0"
    assert questions["cold.numeric"].find("units/unit").findtext("unit_name") == "°C"


@pytest.mark.parametrize("name", ["moodle", "gift"])
def test_categories_are_below_the_one_into_which_the_file_is_imported(paper_of, name):
    (content,) = files_of_format(name, paper_of(WRITTEN)).values()
    assert b"top/heart/chambers" in content
    assert b"$course$" not in content


@pytest.mark.slow
def test_a_page_shows_and_grades_what_the_model_says(torture):
    job = torture(forms=2)
    for form in job.paper.forms:
        page = files_of_format("html", job)[f"quiz-{form.name}.html"]
        assert read_quiz(page) == [expected(asked) for asked in form.asked]


def test_the_script_of_a_page_grades_every_answer_field(torture):
    page = files_of_format("html", torture())["quiz.html"].decode()
    fields = set(re.findall(r'data-answer-field="([^"]+)"', page))
    graded = set(re.findall(r'"([^"]+)": \{ grade: ', page))
    assert len(fields) == len(Interaction)
    assert graded == fields


KEYS = {
    "moodle": (r'(fraction=")100"', r'\g<1>0"'),
    "gift": (r"\n=(?=[^%\n][^\n]*\n~[^%])", r"\n~"),
}
"""How a file says that an option is right, and how it would say that it is wrong."""


@pytest.mark.slow
@pytest.mark.parametrize("name", KEYS)
def test_a_flipped_key_is_noticed(torture, name):
    job = torture()
    file, read, _ = PLATFORMS[name]
    right, wrong = KEYS[name]
    text = files_of_format(name, job)[file].decode()
    before = read(text.encode())
    matches = list(re.finditer(right, text))
    every_twelfth_part = len(matches) // 12
    for match in matches[::every_twelfth_part]:
        flipped = text[: match.start()] + match.expand(wrong) + text[match.end() :]
        items = read(flipped.encode())
        changed = [
            item_id for item_id, seen in before.items() if items[item_id] != seen
        ]
        assert len(changed) == 1


def test_a_flipped_key_in_a_canvas_package_is_noticed(torture):
    job = torture()
    archive = zipfile.ZipFile(io.BytesIO(files_of_format("qti", job)["qti.zip"]))
    (name,) = [
        name for name in archive.namelist() if re.fullmatch(r"(\w+)/\1\.xml", name)
    ]
    text = archive.read(name).decode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as changed:
        changed.writestr(name, with_a_flipped_key(text))
    wanted = {asked.item.id: expected(asked) for asked in job.asked}
    items = read_qti(out.getvalue())
    changed = [
        item_id
        for item_id, seen in wanted.items()
        if not seen.pairs and seen_without_extras(items[item_id][0], seen) != seen
    ]
    assert len(changed) == 1


def with_a_flipped_key(text):
    """Return a quiz for Canvas in which one item scores another option."""
    items = text.split("<item ")[1:]
    item = next(item for item in items if "multiple_choice" in item)
    idents = re.findall(r'response_label ident="(\w+)"', item)
    (key,) = re.findall(
        r'<varequal respident="response1">(\w+)</varequal>\s*</conditionvar>'
        r"\s*<setvar",
        item,
    )
    other = next(ident for ident in idents if ident != key)
    before, _, after = item.rpartition(f">{key}<")
    return text.replace(item, f"{before}>{other}<{after}")


def script_of_page():
    return part_of_script("quiz.js")


def part_of_script(name):
    return files("liverdeck.quiz.formats").joinpath(name).read_text("utf-8")


def test_the_script_of_a_page_names_a_wrong_list_item_as_the_checker_does():
    sentence = liverdeck.feedback(liverdeck.check_list("iron", ["liver", "bone"]))
    assert "Not in the list: *iron*." in sentence
    assert script_words(words_in("en"))["notInList"] == "Not in the list: {items}."
    assert 'say("notInList", { items: unknown.join(", ") })' in script_of_page()


VALUES_OF_SCRIPTS = """
const lines = require("readline").createInterface({input: process.stdin});
const { runInNewContext } = require("vm");
lines.on("line", (script) => console.log(runInNewContext(JSON.parse(script))));
"""
"""For each script on standard input, node prints its value."""


@pytest.fixture(scope="module")
def value_of_script():
    """Return a function that runs a script in node, and returns what its value prints.

    One process runs all scripts, each with names of its own.
    """
    node = need_program("node", "apt-get install nodejs")
    with subprocess.Popen(
        [node, "-e", VALUES_OF_SCRIPTS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:

        def run(script):
            process.stdin.write(f"{json.dumps(script)}\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        yield run


@pytest.fixture
def value_on_the_page(value_of_script):
    """Return a function that runs code with what reads texts on the page."""

    def value(tag, code):
        language = language_of(tag)
        script = f"const leftOut = {json.dumps(words_left_out(language))};"
        script += f"const signs = {json.dumps(signs_of(language))};"
        script += part_of_script("quiz_texts.js")
        script += "const { answersIn, isRight, numberIn } = textReader(signs, leftOut);"
        script += f"JSON.stringify({code})"
        return json.loads(value_of_script(script))

    return value


@pytest.fixture
def is_the_same_on_the_page(value_on_the_page):
    """Return a function that says whether the page takes a text for an answer."""

    def is_the_same(tag, typed, answer):
        return value_on_the_page(tag, f"isRight([{answer!r}], {typed!r})")

    return is_the_same


@pytest.mark.parametrize(
    ("tag", "typed", "answer", "is_same"),
    [
        ("en", "The liver", "liver", True),
        ("en", "it is a liver", "liver", True),
        ("en", "arch of the aorta", "arch of aorta", True),
        ("en", "hepatitis A virus", "hepatitis virus", False),
        ("de", "Die Leber", "Leber", True),
        ("de", "es ist eine Leber", "Leber", True),
        ("de", "The Leber", "Leber", False),
        ("de", "an Leber", "Leber", False),
        ("de", "der", "der", True),
        ("fr", "l'estomac", "estomac", True),
        ("es", "él es", "", False),
        ("xx", "the x", "x", False),
        ("en", "40 \u02daC", "40 °C", True),
    ],
)
def test_the_script_of_a_page_leaves_out_words_of_the_answers_language(
    is_the_same_on_the_page, tag, typed, answer, is_same
):
    assert is_the_same_on_the_page(tag, typed, answer) is is_same


@pytest.mark.parametrize(
    ("tag", "typed", "answer", "is_same"),
    [
        ("en", "cote", "côté", True),
        ("fr", "cote", "côté", True),
        ("fr", "côté", "cote", False),
        ("fr", "côte", "côté", False),
        ("fr", "la côte", "côte", True),
        ("fr", "aigüe", "aiguë", True),
        ("pt", "pèlvis", "pélvis", True),
        ("de", "die Leiter", "der Leiter", False),
        ("de", "ein Ohr", "das Ohr", True),
        ("es", "arbol", "árbol", True),
        ("es", "ano", "año", False),
        ("es", "An\u0303o", "año", True),
        ("de", "Odem", "Ödem", False),
        ("de", "OEDEM", "Ödem", True),
        ("ru", "еж", "ёж", True),
        ("ru", "иод", "йод", False),
        ("pl", "zoladek", "żołądek", True),
        ("sv", "har", "hår", False),
        ("ja", "かく", "がく", False),
        ("hi", "कल", "काल", False),
        ("hi", "काल", "काल", True),
        ("he", "שָלום", "שלום", True),
        ("ar", "انف", "أنف", True),
    ],
)
def test_an_accent_counts_on_the_page_as_in_the_checker(
    is_the_same_on_the_page, tag, typed, answer, is_same
):
    assert is_the_same_on_the_page(tag, typed, answer) is is_same
    assert (
        liverdeck.check(typed, answer, language=tag).outcome == "correct"
    ) is is_same


@pytest.mark.parametrize(
    "tag", sorted(path.stem for path in LANGUAGE_CASES.glob("*.txt"))
)
def test_what_is_right_on_the_page_is_right_for_the_checker(value_on_the_page, tag):
    path = LANGUAGE_CASES / f"{tag}.txt"
    rows = [
        [text.strip() for text in line.lstrip("=!~").split("|")]
        for line in path.read_text(encoding="utf-8").splitlines()
        if line[:1] in "=!~"
        and ";" not in line
        and line.count("|") == 1
        # The point of *a. braquial* is read by the checker alone.
        and ". " not in line
    ]
    code = f"{json.dumps(rows)}.map(([text, typed]) => isRight([text], typed))"
    found = [
        (typed, answer, verdict.reason)
        for (answer, typed), is_right in zip(
            rows, value_on_the_page(tag, code), strict=True
        )
        if is_right
        and (verdict := liverdeck.check(typed, answer, language=tag)).outcome
        != "correct"
    ]
    assert found == []


def test_what_is_wrong_for_the_checker_is_wrong_on_the_page(
    value_on_the_page, repository
):
    rows = [
        [texts, str(typed)]
        for path in sorted((repository / "tests/checker/cases").glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
        if case.keys() <= {"answer", "wrong", "retype", "correct"}
        for texts in [[str(text) for text in case["answer"]]]
        for typed in case.get("wrong", ())
        # The point of *a. brachialis* is read by the checker alone.
        if not any(". " in text for text in [*texts, str(typed)])
    ]
    assert len(rows) > 400
    code = f"{json.dumps(rows)}.map(([texts, typed]) => isRight(texts, typed))"
    right = value_on_the_page("en", code)
    assert [row for row, is_right in zip(rows, right, strict=True) if is_right] == []


UNITS = [
    ("9 mM", "mm", False),
    ("9 MM", "mm", False),
    ("9 mm", "mm", True),
    ("9mM", "mM", True),
    ("9 mmol/L", "mM", True),
    ("9 MHz", "MHz", True),
    ("9 mHz", "MHz", False),
    ("9 MMHG", "mmHg", True),
    ("9 µm", "μm", True),
    ("9 μM", "μm", False),
    ("9 C", "°C", True),
    ("9²", "", False),
    ("9", "mg", True),
]


def test_a_unit_on_the_page_is_a_unit_of_the_checker(value_on_the_page):
    rows = json.dumps([(typed, unit) for typed, unit, _ in UNITS])
    code = f"{rows}.map(([typed, unit]) => numberIn(typed, unit) === 9)"
    assert value_on_the_page("en", code) == [is_right for *_, is_right in UNITS]


@pytest.mark.parametrize("tag", listed_codes())
@pytest.mark.parametrize("value", ["1200", "1.2", "-5"])
def test_a_number_on_the_page_is_the_number_of_the_checker(
    value_on_the_page, tag, value
):
    written = ["1,200.0", "1.200,0", "1 200", "1200", "1.2e3", "2400/2", "+1200"]
    written += ["1.200", "1,200", "1,2", "1.2", "1,20", "12,00", "1'200", "１２００"]
    written += ["-5", "−5", "–5,0", "-5.0", "5", ">1200", "1200-1300", "1,200,0"]
    answer = Answer(value, Position("f"), number=Number(value))
    code = f"{json.dumps(written)}.map((text) => numberIn(text, '') === {value})"
    right = {
        text
        for text, is_right in zip(written, value_on_the_page(tag, code), strict=True)
        if is_right
    }
    verdicts = {
        text: liverdeck.check(text, answer, language=tag).outcome for text in written
    }
    assert right == {text for text in written if verdicts[text] == "correct"}


@pytest.mark.parametrize(
    ("tag", "first", "second"),
    [("en", "liver", "lung"), ("ar", "القلب", "الكبد"), ("ja", "肝臓", "腎臓")],
)
def test_the_page_splits_a_list_at_the_signs_of_the_checker(
    value_on_the_page, tag, first, second
):
    signs = f"{commas_of(language_of('ja'))}{SEMICOLONS}\n"
    texts = [f"{first}{sign}{second}" for sign in signs]
    verdicts = [
        liverdeck.check_list(text, [second, first], language=tag) for text in texts
    ]
    key = json.dumps({"right": [[first], [second]]})
    code = f"{json.dumps(texts)}.map((text) => answersIn({key}, text))"
    assert value_on_the_page(tag, code) == [
        [first, second] if verdict.outcome == "correct" else [text]
        for text, verdict in zip(texts, verdicts, strict=True)
    ]
    assert verdicts[0].outcome == verdicts[1].outcome == "correct"


def test_the_script_of_a_page_labels_a_note_as_all_outputs_do(torture):
    assert 'key.note && words.note + " " + key.note' in script_of_page()
    page = files_of_format("html", torture())["quiz.html"].decode()
    assert f'"note": "{NOTE_LABEL}:"' in page


def test_the_script_of_a_page_gets_every_text_that_it_says():
    texts = script_words(words_in("en"))
    script = script_of_page()
    said = re.findall(r'(?:words\.|say\(")(\w+)', script)
    assert set(said) == texts.keys()
    for name, values in re.findall(r'say\("(\w+)", \{ (.+?) \}\)', script):
        names = re.findall(r"(?:^|, )(\w+)(?=:|,|$)", values)
        assert set(re.findall(r"\{(\w+)\}", texts[name])) <= set(names), name


def test_the_script_of_a_page_gets_every_value_that_it_reads(torture):
    page = files_of_format("html", torture())["quiz.html"].decode()
    scripts = script_of_page() + part_of_script("quiz_texts.js")
    for element, read in (
        ("key", r"\bkey\.(\w+)|keys\[index\]\.(\w+)"),
        ("signs", r"signs\.(\w+)"),
        ("left-out", r"leftOut\.(\w+)"),
    ):
        data = re.search(rf'id="{element}">(.*?)</script>', page)[1]
        values = json.loads(data)
        there = values[0] if element == "key" else values
        names = {"".join(match.groups("")) for match in re.finditer(read, scripts)}
        assert names <= there.keys()


def test_a_flipped_key_in_a_page_is_noticed(torture):
    job = torture()
    page = files_of_format("html", job)["quiz.html"].decode()
    key = re.search(r'"key": \["(o\w+)"\], "whys": \{"(o\w+)"', page)
    flipped = page.replace(key.group(), key.group().replace(key[1], key[2], 1), 1)
    assert read_quiz(flipped.encode()) != [expected(asked) for asked in job.asked]


def test_the_manifest_of_qti_lists_every_file(torture):
    content = files_of_format("qti", torture())["qti.zip"]
    archive = zipfile.ZipFile(io.BytesIO(content))
    manifest = ET.fromstring(archive.read("imsmanifest.xml"))
    listed = {element.get("href") for element in manifest.findall(".//{*}file")}
    assert {"imsmanifest.xml", *listed} == set(archive.namelist())
    named = {element.get("href") for element in manifest.findall(".//{*}resource")}
    assert named - {None} <= listed


@pytest.mark.slow
def test_pictures_are_inside_the_files_of_platforms(torture):
    job = torture()
    assert b'<file name="' in files_of_format("moodle", job)["moodle.xml"]
    archive = zipfile.ZipFile(io.BytesIO(files_of_format("qti", job)["qti.zip"]))
    (picture,) = [name for name in archive.namelist() if name.startswith("images/")]
    assert archive.read(picture) == (job.deck.folder / "dot.png").read_bytes()
    assert picture in archive.read("imsmanifest.xml").decode()
    assert b"data:" not in b"".join(archive.read(name) for name in archive.namelist())
    assert b"data:image/png;base64," in files_of_format("html", job)["quiz.html"]


@pytest.fixture(scope="module")
def two_jobs(torture, torture_deck):
    """Return two jobs of one paper that share nothing but the deck."""
    return [
        torture(2, bank=item_bank(torture_deck), note_time_seconds=1) for _ in range(2)
    ]


# PDF is compared in test_papers_and_tables.py, because a machine may lack a font.
@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in FORMATS if name != "pdf"])
def test_the_same_paper_has_the_same_bytes(two_jobs, name):
    first, second = (files_of_format(name, job) for job in two_jobs)
    assert first == second
