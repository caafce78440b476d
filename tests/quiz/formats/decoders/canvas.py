"""Read QTI 1.2 by scoring every option as Canvas does."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

from tests.quiz.formats.decoders.seen import Seen, flat, plain

NAMESPACES = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}


def find(element, path):
    """Return the elements at a path. Each of its steps is a name of QTI."""
    steps = [f"q:{step}" for step in path.split("/")]
    return element.findall("/".join(steps), NAMESPACES)


def material(element):
    """Return the text that an element shows."""
    (mattext,) = find(element, "material/mattext")
    is_html = mattext.get("texttype") == "text/html"
    return flat(plain(mattext.text) if is_html else mattext.text)


def fields(item):
    """Return the metadata of an item, by the names of its fields."""
    rows = find(item, "itemmetadata/qtimetadata/qtimetadatafield")
    return {row[0].text: row[1].text for row in rows}


def read_qti(data):
    """Return the items by id, with their feedback. Every key must name an option."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    (name,) = [
        name
        for name in archive.namelist()
        if name.endswith(".xml") and name.count("/") == 1 and "meta" not in name
    ]
    root = ET.fromstring(archive.read(name))
    items = find(root, "assessment/section/item")
    return {item.get("title"): read_item(item) for item in items}


def read_item(item):
    (presentation,) = find(item, "presentation")
    (processing,) = find(item, "resprocessing")
    feedback = {
        element.get("ident"): material(find(element, "flow_mat")[0])
        for element in find(item, "itemfeedback")
    }
    shown = find(processing, "respcondition/displayfeedback")
    assert {element.get("linkrefid") for element in shown} == set(feedback)
    conditions = find(processing, "respcondition")
    scoring = [condition for condition in conditions if find(condition, "setvar")]
    question_type = fields(item)["question_type"]
    return read_answers(question_type, presentation, scoring), feedback["general_fb"]


def read_answers(question_type, presentation, scoring):
    stem = material(presentation)
    responses = find(presentation, "response_lid")
    if question_type == "matching_question":
        pairs = frozenset(pair_of(response, scoring) for response in responses)
        return Seen(stem, pairs=pairs)
    if responses:
        return Seen(stem, options_of(responses[0], scoring))
    if question_type == "numerical_question":
        (smallest,) = find(scoring[0], "conditionvar/or/and/vargte")
        (largest,) = find(scoring[0], "conditionvar/or/and/varlte")
        return Seen(stem, number=(float(smallest.text), float(largest.text)))
    texts = [
        test.text
        for condition in scoring
        for test in find(condition, "conditionvar/varequal")
    ]
    return Seen(stem, answers=frozenset(map(flat, texts)))


def labels_of(response):
    """Return the texts of the options of a response, by ident."""
    labels = find(response, "render_choice/response_label")
    return {label.get("ident"): material(label) for label in labels}


def options_of(response, scoring):
    labels = labels_of(response)
    (condition,) = scoring
    keys = {test.text for test in find(condition, "conditionvar/varequal")}
    keys |= {test.text for test in find(condition, "conditionvar/and/varequal")}
    wrong = {test.text for test in find(condition, "conditionvar/and/not/varequal")}
    assert keys
    assert keys | wrong <= set(labels)
    assert not wrong or keys | wrong == set(labels)
    return tuple((text, ident in keys) for ident, text in labels.items())


def pair_of(response, scoring):
    labels = labels_of(response)
    for ident in labels:
        # Classic Quizzes reads no other ident.
        assert re.fullmatch(r"m\d+", ident)
    tests = [
        test
        for condition in scoring
        for test in find(condition, "conditionvar/varequal")
    ]
    (key,) = [
        test.text for test in tests if test.get("respident") == response.get("ident")
    ]
    return material(response), labels[key]
