"""QTI 1.2 in the dialect that Canvas imports, Classic and New Quizzes alike: a zip of fixed bytes."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from liverdeck.base.zips import zipped
from liverdeck.quiz.formats.qti_items import add_fields, add_item
from liverdeck.quiz.items.item import short_hash
from liverdeck.quiz.papers.wording import file_name, form_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.facts.fact import Image
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.papers.paper_forms import PaperForm

_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"


def write(job: QuizJob) -> dict[str, bytes]:
    """Return `qti.zip`, or one for each form: manifest, quiz, what Canvas wants to know about it, and the pictures."""
    return {
        file_name(job.paper, form, "qti", "zip"): _package(job, form)
        for form in job.paper.forms
    }


def _package(job: QuizJob, form: PaperForm) -> bytes:
    name = f"g{short_hash(job.paper.deck_id, job.paper.seed, form.name)}"
    images = {
        _picture_name(item.image): item.image
        for item in job.paper.items
        if item.image is not None
    }
    files = {
        "imsmanifest.xml": _manifest(name, form_title(job.paper, form), images),
        f"{name}/assessment_meta.xml": _meta(name, job, form),
        f"{name}/{name}.xml": _assessment(name, job, form),
    }
    files |= {
        picture: (job.deck.folder / image.file).read_bytes()
        for picture, image in images.items()
    }
    return zipped(files)


def _picture_name(image: Image) -> str:
    return f"images/{short_hash(image.file)}{PurePosixPath(image.file).suffix.lower()}"


def _assessment(name: str, job: QuizJob, form: PaperForm) -> bytes:
    root = ET.Element("questestinterop", xmlns=_QTI)
    assessment = ET.SubElement(
        root, "assessment", ident=name, title=form_title(job.paper, form)
    )
    add_fields(ET.SubElement(assessment, "qtimetadata"), {"cc_maxattempts": "1"})
    section = ET.SubElement(assessment, "section", ident="root_section")
    for asked in form.asked:
        add_item(
            section,
            asked,
            _picture_name(asked.item.image) if asked.item.image is not None else "",
        )
    return _bytes(root)


def _meta(name: str, job: QuizJob, form: PaperForm) -> bytes:
    root = ET.Element("quiz", xmlns=_CANVAS, identifier=name)
    values = {
        "title": form_title(job.paper, form),
        "description": f"Seed {job.paper.seed}",
        "quiz_type": "assignment",
        "points_possible": str(job.paper.points),
        "allowed_attempts": "1",
        "show_correct_answers": "false",
        "shuffle_answers": "false",
    }
    for tag, text in values.items():
        ET.SubElement(root, tag).text = text
    return _bytes(root)


def _manifest(name: str, title: str, pictures: Iterable[str]) -> bytes:
    root = ET.Element("manifest", xmlns=_PACKAGE, identifier=f"m{name}")
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "schema").text = "IMS Content"
    ET.SubElement(metadata, "schemaversion").text = "1.1.3"
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")
    quiz = ET.SubElement(
        resources, "resource", identifier=name, type="imsqti_xmlv1p2", title=title
    )
    ET.SubElement(quiz, "file", href=f"{name}/{name}.xml")
    ET.SubElement(quiz, "dependency", identifierref=f"{name}_meta")
    kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    meta = ET.SubElement(
        resources,
        "resource",
        identifier=f"{name}_meta",
        type=kind,
        href=f"{name}/assessment_meta.xml",
    )
    ET.SubElement(meta, "file", href=f"{name}/assessment_meta.xml")
    for picture in pictures:
        resource = ET.SubElement(
            resources,
            "resource",
            identifier=f"r{short_hash(picture)}",
            type="webcontent",
            href=picture,
        )
        ET.SubElement(resource, "file", href=picture)
    return _bytes(root)


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
