"""QTI 1.2, by scoring every option as Canvas does."""

import io
import zipfile
from xml.etree import ElementTree as ET

from tests.quiz.formats.decoders.seen import Seen, flat, plain

SPACE = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}


def find(element, path):
    return element.findall(
        "/".join(
            f"q:{step}" if step[0] not in ".*" else step for step in path.split("/")
        ),
        SPACE,
    )


def material(element):
    (mattext,) = find(element, "material/mattext")
    return flat(
        plain(mattext.text) if mattext.get("texttype") == "text/html" else mattext.text
    )


def fields(item):
    return {
        field[0].text: field[1].text for field in find(item, "itemmetadata/qtimetadata/qtimetadatafield")
    }  # fmt: skip


def read_qti(data):
    """Return the items by id, each with its feedback; every key must name an option that exists."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    (name,) = [
        each
        for each in archive.namelist()
        if each.endswith(".xml") and each.count("/") == 1 and "meta" not in each
    ]
    root = ET.fromstring(archive.read(name))
    return {
        item.get("title"): read_item(item)
        for item in find(root, "assessment/section/item")
    }


def read_item(item):
    (presentation,) = find(item, "presentation")
    (processing,) = find(item, "resprocessing")
    kind, stem = fields(item)["question_type"], material(presentation)
    feedback = {
        each.get("ident"): material(find(each, "flow_mat")[0])
        for each in find(item, "itemfeedback")
    }
    linked = {
        each.get("linkrefid")
        for each in find(processing, "respcondition/displayfeedback")
    }
    assert linked == set(feedback)
    scoring = [
        each for each in find(processing, "respcondition") if find(each, "setvar")
    ]
    lids = find(presentation, "response_lid")
    if kind == "matching_question":
        seen = Seen(stem, pairs=frozenset(pair_of(lid, scoring) for lid in lids))
    elif lids:
        seen = Seen(stem, options_of(lids[0], scoring))
    elif kind == "numerical_question":
        (least,), (most,) = (
            find(scoring[0], "conditionvar/or/and/vargte"),
            find(scoring[0], "conditionvar/or/and/varlte"),
        )
        seen = Seen(stem, number=(float(least.text), float(most.text)))
    else:
        texts = [
            each.text for one in scoring for each in find(one, "conditionvar/varequal")
        ]
        seen = Seen(stem, answers=frozenset(map(flat, texts)))
    return seen, feedback["general_fb"]


def options_of(lid, scoring):
    labels = {
        each.get("ident"): material(each)
        for each in find(lid, "render_choice/response_label")
    }
    (condition,) = scoring
    keys = {each.text for each in find(condition, "conditionvar/varequal")}
    keys |= {each.text for each in find(condition, "conditionvar/and/varequal")}
    never = {each.text for each in find(condition, "conditionvar/and/not/varequal")}
    assert keys
    assert keys | never <= set(labels)
    assert not never or keys | never == set(labels)
    return tuple((text, ident in keys) for ident, text in labels.items())


def pair_of(lid, scoring):
    labels = {
        each.get("ident"): material(each)
        for each in find(lid, "render_choice/response_label")
    }
    assert all(
        ident[0] == "m" and ident[1:].isdecimal() for ident in labels
    )  # all that Classic reads of it
    right = [each.text for one in scoring for each in find(one, "conditionvar/varequal")
             if each.get("respident") == lid.get("ident")]  # fmt: skip
    (key,) = right
    return material(lid), labels[key]
