"""QTI 1.2 in the dialect that Canvas imports, Classic and New Quizzes alike: a zip of fixed bytes."""

from __future__ import annotations

import html
import io
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from liverdeck.quiz.formats.moodle import html_of
from liverdeck.quiz.formats.pictures import data_address
from liverdeck.quiz.formats.wording import feedback
from liverdeck.quiz.items import short_hash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.quiz.formats.registry import Job
    from liverdeck.quiz.items import Item, ItemType

_TYPES: dict[ItemType, str] = {
    "single": "multiple_choice_question", "multiple": "multiple_answers_question", "truefalse": "true_false_question",
    "short": "short_answer_question", "fill": "short_answer_question", "numeric": "numerical_question",
    "list": "essay_question", "matching": "matching_question", "ordering": "matching_question",
}  # fmt: skip
_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_RESPONSE = "response1"
_GENERAL = "general_fb"


def write(job: Job) -> dict[str, bytes]:
    """Return `qti.zip`: the manifest, the quiz, and what Canvas wants to know about it."""
    name = f"g{short_hash(job.paper.deck_id, job.paper.seed)}"
    files = {
        "imsmanifest.xml": _manifest(name, job.paper.title),
        f"{name}/assessment_meta.xml": _meta(name, job),
        f"{name}/{name}.xml": _assessment(name, job),
    }
    return {"qti.zip": zipped(files)}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip whose bytes depend on the files alone, not on the clock or the machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _assessment(name: str, job: Job) -> bytes:
    root = ET.Element("questestinterop", xmlns=_QTI)
    assessment = ET.SubElement(root, "assessment", ident=name, title=job.paper.title)
    _fields(ET.SubElement(assessment, "qtimetadata"), {"cc_maxattempts": "1"})
    section = ET.SubElement(assessment, "section", ident="root_section")
    for item in job.paper.items:
        picture = ""
        if item.image is not None:
            address = data_address(item.image, job.deck.folder)
            picture = f'<br><img src="{address}" alt="{html.escape(item.image.alt)}">'
        _item(section, item, picture)
    return _bytes(root)


def _item(section: ET.Element, item: Item, picture: str) -> None:
    made = ET.SubElement(section, "item", ident=f"i{short_hash(item.id)}", title=item.id)
    metadata = ET.SubElement(ET.SubElement(made, "itemmetadata"), "qtimetadata")
    answer_ids = ",".join(option.id for option in item.options)
    _fields(metadata, {
        "question_type": _TYPES[item.type],
        "points_possible": str(item.points),
        "original_answer_ids": answer_ids,
        "assessment_question_identifierref": f"q{short_hash(item.id)}",
    })  # fmt: skip
    presentation = ET.SubElement(made, "presentation")
    _material(presentation, html_of(item.stem) + picture)
    processing = ET.SubElement(made, "resprocessing")
    ET.SubElement(ET.SubElement(processing, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE",
                  vartype="Decimal")  # fmt: skip
    _condition(processing, _GENERAL)
    if item.type in ("matching", "ordering"):
        _matching(presentation, processing, item)
    elif item.options:
        _choice(presentation, processing, item)
    else:
        _written(presentation, processing, item)
    _feedback(made, _GENERAL, feedback(item))
    for option in item.options if item.type != "ordering" else ():
        if option.why:
            _feedback(made, f"{option.id}_fb", option.why)


def _choice(presentation: ET.Element, processing: ET.Element, item: Item) -> None:
    many = item.type == "multiple"
    lid = ET.SubElement(presentation, "response_lid", ident=_RESPONSE, rcardinality="Multiple" if many else "Single")
    _labels(lid, {option.id: option.text for option in item.options})
    for option in item.options:
        if option.why:
            _equal(_condition(processing, f"{option.id}_fb"), _RESPONSE, option.id)
    scored = _condition(processing)
    within = ET.SubElement(scored, "and") if many else scored
    for option in item.options:
        if option.is_key:
            _equal(within, _RESPONSE, option.id)
        elif many:
            _equal(ET.SubElement(within, "not"), _RESPONSE, option.id)


def _matching(presentation: ET.Element, processing: ET.Element, item: Item) -> None:
    pairs = [(pair.id, pair.prompt, pair.match) for pair in item.pairs]
    pairs += [(f"place{place}", f"{place}.", option.text) for place, option in enumerate(item.options, 1)]
    labels = {f"m{short_hash(match)}": match for _, _, match in sorted(pairs, key=lambda pair: pair[2])}
    for ident, prompt, match in pairs:
        lid = ET.SubElement(presentation, "response_lid", ident=f"response_{ident}")
        _material(lid, html_of(prompt))
        _labels(lid, labels)
        scored = _condition(processing, add=f"{100 / len(pairs):.2f}")
        _equal(scored, f"response_{ident}", f"m{short_hash(match)}")


def _written(presentation: ET.Element, processing: ET.Element, item: Item) -> None:
    response = ET.SubElement(presentation, "response_str", ident=_RESPONSE, rcardinality="Single")
    blank = ET.SubElement(response, "render_fib", {"fibtype": "Decimal"} if item.type == "numeric" else {})
    ET.SubElement(blank, "response_label", ident="answer1", rshuffle="No")
    if item.type == "list":
        return  # an essay: a person grades it by the feedback
    (answer,) = item.answers
    scored = _condition(processing)
    if answer.number is not None:
        either = ET.SubElement(scored, "or")
        _equal(either, _RESPONSE, answer.number.value)
        between = ET.SubElement(either, "and")
        value, tolerance = Decimal(answer.number.value), Decimal(answer.number.tolerance or 0)
        ET.SubElement(between, "vargte", respident=_RESPONSE).text = str(value - tolerance)
        ET.SubElement(between, "varlte", respident=_RESPONSE).text = str(value + tolerance)
        return
    for text in dict.fromkeys((answer.text, *answer.accept)):
        _equal(scored, _RESPONSE, text)


def _condition(processing: ET.Element, shows: str = "", *, add: str = "") -> ET.Element:
    """Add a condition that shows a feedback, or scores, and return where its tests go."""
    made = ET.SubElement(processing, "respcondition", {"continue": "Yes"} if shows or add else {"continue": "No"})
    tests = ET.SubElement(made, "conditionvar")
    if shows == _GENERAL:
        ET.SubElement(tests, "other")
    if shows:
        ET.SubElement(made, "displayfeedback", feedbacktype="Response", linkrefid=shows)
    else:
        ET.SubElement(made, "setvar", varname="SCORE", action="Add" if add else "Set").text = add or "100"
    return tests


def _equal(parent: ET.Element, response: str, value: str) -> None:
    ET.SubElement(parent, "varequal", respident=response).text = value


def _labels(lid: ET.Element, texts: Mapping[str, str]) -> None:
    choice = ET.SubElement(lid, "render_choice")
    for ident, text in texts.items():
        _material(ET.SubElement(choice, "response_label", ident=ident), html_of(text))


def _material(parent: ET.Element, content: str) -> None:
    ET.SubElement(ET.SubElement(parent, "material"), "mattext", texttype="text/html").text = content


def _feedback(item: ET.Element, ident: str, text: str) -> None:
    _material(ET.SubElement(ET.SubElement(item, "itemfeedback", ident=ident), "flow_mat"), html_of(text))


def _fields(metadata: ET.Element, values: Mapping[str, str]) -> None:
    for label, entry in values.items():
        field = ET.SubElement(metadata, "qtimetadatafield")
        ET.SubElement(field, "fieldlabel").text = label
        ET.SubElement(field, "fieldentry").text = entry


def _meta(name: str, job: Job) -> bytes:
    root = ET.Element("quiz", xmlns=_CANVAS, identifier=name)
    values = {"title": job.paper.title, "description": f"Seed {job.paper.seed}", "quiz_type": "assignment",
              "points_possible": str(job.paper.points), "shuffle_answers": "true"}  # fmt: skip
    for tag, text in values.items():
        ET.SubElement(root, tag).text = text
    return _bytes(root)


def _manifest(name: str, title: str) -> bytes:
    root = ET.Element("manifest", xmlns=_PACKAGE, identifier=f"m{name}")
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "schema").text = "IMS Content"
    ET.SubElement(metadata, "schemaversion").text = "1.1.3"
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")
    quiz = ET.SubElement(resources, "resource", identifier=name, type="imsqti_xmlv1p2", title=title)
    ET.SubElement(quiz, "file", href=f"{name}/{name}.xml")
    ET.SubElement(quiz, "dependency", identifierref=f"{name}_meta")
    kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    meta = ET.SubElement(
        resources, "resource", identifier=f"{name}_meta", type=kind, href=f"{name}/assessment_meta.xml"
    )
    ET.SubElement(meta, "file", href=f"{name}/assessment_meta.xml")
    return _bytes(root)


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
