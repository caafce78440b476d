"""QTI 1.2, an XML format for quizzes, as the learning platform Canvas imports it.

Canvas has two importers, Classic Quizzes and New Quizzes; the files are for both. The
same quiz always gives the same bytes. In QTI, an id is called `ident`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from liverdeck.base.media_files import read_media_file
from liverdeck.base.zips import zipped
from liverdeck.quiz.formats.platform_html import html_of
from liverdeck.quiz.formats.platform_items import xml_file
from liverdeck.quiz.formats.qti_items import add_fields, add_item, media_path
from liverdeck.quiz.items.item import short_hash
from liverdeck.quiz.papers.wording import (
    file_name,
    form_title,
    origin_and_report,
    seed_text,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.papers.paper_forms import PaperForm

_QTI_NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_IMS_MANIFEST_NAMESPACE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_CANVAS_NAMESPACE = "http://canvas.instructure.com/xsd/cccv1p0"
_SETTINGS_TYPE = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
_MOST_ATTEMPTS = "1"
"""How often a learner may take the quiz, for the quiz and for its settings."""


def files_of(job: QuizJob) -> dict[str, bytes]:
    """Return `qti.zip`, or a zip file for each paper form.

    Each zip file contains the quiz, the quiz's settings in Canvas, the pictures and
    sounds, and `imsmanifest.xml`, which lists these files.
    """
    return {
        file_name(job.paper, form, "qti", "zip"): _zip_file(job, form)
        for form in job.paper.forms
    }


def _zip_file(job: QuizJob, form: PaperForm) -> bytes:
    # An id in XML must not begin with a digit, so a letter is written before the hash.
    ident = f"g{short_hash(job.paper.deck_id, job.paper.seed, form.name)}"
    media_by_path = {
        media_path(medium): medium
        for item in job.paper.items
        for medium in (*item.front.all, *item.back.all)
    }
    title = form_title(job.paper, form)
    files = {
        "imsmanifest.xml": _ims_manifest(ident, title, media_by_path),
        _settings_path(ident): _settings(ident, job, form),
        _quiz_path(ident): _quiz(ident, job, form),
    }
    for path, medium in media_by_path.items():
        files[path] = read_media_file(job.deck.folder, medium.file).content
    return zipped(files)


def _quiz_path(ident: str) -> str:
    return f"{ident}/{ident}.xml"


def _settings_path(ident: str) -> str:
    return f"{ident}/assessment_meta.xml"


def _quiz(ident: str, job: QuizJob, form: PaperForm) -> bytes:
    root = ET.Element("questestinterop", xmlns=_QTI_NAMESPACE)
    title = form_title(job.paper, form)
    assessment = ET.SubElement(root, "assessment", ident=ident, title=title)
    add_fields(
        ET.SubElement(assessment, "qtimetadata"), {"cc_maxattempts": _MOST_ATTEMPTS}
    )
    section = ET.SubElement(assessment, "section", ident="root_section")
    for asked in form.asked:
        add_item(section, asked, words_of(job.paper), job.paper.language)
    return xml_file(root)


def _settings(ident: str, job: QuizJob, form: PaperForm) -> bytes:
    root = ET.Element("quiz", xmlns=_CANVAS_NAMESPACE, identifier=ident)
    values = {
        "title": form_title(job.paper, form),
        "description": html_of(
            f"{origin_and_report(job.paper)}\n{seed_text(job.paper)}"
        ),
        "quiz_type": "assignment",
        "points_possible": str(job.paper.points),
        "allowed_attempts": _MOST_ATTEMPTS,
        "show_correct_answers": "false",
        "shuffle_answers": "false",
    }
    for tag, text in values.items():
        ET.SubElement(root, tag).text = text
    return xml_file(root)


def _ims_manifest(ident: str, title: str, media_paths: Iterable[str]) -> bytes:
    root = ET.Element("manifest", xmlns=_IMS_MANIFEST_NAMESPACE, identifier=f"m{ident}")
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "schema").text = "IMS Content"
    ET.SubElement(metadata, "schemaversion").text = "1.1.3"
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")

    quiz = ET.SubElement(
        resources, "resource", identifier=ident, type="imsqti_xmlv1p2", title=title
    )
    ET.SubElement(quiz, "file", href=_quiz_path(ident))
    ET.SubElement(quiz, "dependency", identifierref=f"{ident}_meta")
    _add_resource(resources, f"{ident}_meta", _SETTINGS_TYPE, _settings_path(ident))
    for path in media_paths:
        _add_resource(resources, f"r{short_hash(path)}", "webcontent", path)
    return xml_file(root)


def _add_resource(
    resources: ET.Element, identifier: str, resource_type: str, file: str
) -> None:
    resource = ET.SubElement(
        resources, "resource", identifier=identifier, type=resource_type, href=file
    )
    ET.SubElement(resource, "file", href=file)
