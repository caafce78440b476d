"""A Word document with our own styles, numbered lists and properties.

python-docx begins every document as a copy of a template. We keep only the template's
definition of the page.
"""

from __future__ import annotations

import io
import zipfile
from html import escape
from typing import TYPE_CHECKING, Any

from liverdeck.base.zips import zipped

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from docx.document import Document
    from docx.text.paragraph import Paragraph

    ListStyle = Literal["letters", "prompts", "lines"]
    """The style of a list whose numbers begin again in each item; see `_LISTS`."""

TEXT = "Normal"
"""Word's id of the style of all other texts."""
TITLE, ITEM = "Heading1", "Heading2"
"""Word's ids of the styles for a title, and for an item in a key."""
QUESTION, TASK = "Question", "Task"
"""Word's ids of the styles for a numbered question, and for the texts below it."""
OPTION, CHOICE = "Option", "Choice"
"""Word's ids of the styles for an option with a letter, and for one without."""
EMPTY_BOX = "\N{BALLOT BOX}"
WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KEPT_OF_DOCUMENT = ("/styles", "/numbering", "/settings", "/footer", "/image")
"""A relation of the document is kept if its type ends in one of these.

Such a relation leads to a part of the file that we write.
"""
_KEPT_OF_PACKAGE = ("/officeDocument", "/core-properties")
"""A relation of the document's package is kept if its type ends in one of these."""
_LONGEST_TITLE_PROPERTY = 255
"""A title is cut to this many characters, Word's limit for a file's properties."""
_SIZES_PER_POINT = 2
"""Word measures the size of letters in half points."""

_STYLES = """\
<w:styles xmlns:w="{word}">
<w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>
<w:sz w:val="{text}"/><w:szCs w:val="{text}"/><w:lang w:val="{language}"/>
</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>
<w:spacing w:after="80" w:line="264" w:lineRule="auto"/>
</w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="{TEXT}">
<w:name w:val="Normal"/><w:qFormat/></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal">
<w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr>
</w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList">
<w:name w:val="No List"/></w:style>
<w:style w:type="paragraph" w:styleId="{TITLE}"><w:name w:val="heading 1"/>
<w:basedOn w:val="{TEXT}"/><w:next w:val="{TEXT}"/><w:qFormat/>
<w:pPr><w:keepNext/><w:spacing w:before="120" w:after="120"/><w:outlineLvl w:val="0"/>
</w:pPr><w:rPr><w:b/><w:sz w:val="{title}"/><w:szCs w:val="{title}"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="{ITEM}"><w:name w:val="heading 2"/>
<w:basedOn w:val="{TEXT}"/><w:next w:val="{TEXT}"/><w:qFormat/>
<w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="200"/><w:outlineLvl w:val="1"/>
</w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="{QUESTION}">
<w:name w:val="Question"/><w:basedOn w:val="{ITEM}"/><w:next w:val="{OPTION}"/>
<w:qFormat/><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{ITEMS}"/></w:numPr>
</w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="{TASK}">
<w:name w:val="Task"/><w:basedOn w:val="{TEXT}"/><w:qFormat/>
<w:pPr><w:keepLines/><w:ind w:left="480"/></w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="{OPTION}">
<w:name w:val="Option"/><w:basedOn w:val="{TEXT}"/><w:qFormat/>
<w:pPr><w:keepLines/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="{ITEMS}"/></w:numPr>
</w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="{CHOICE}">
<w:name w:val="Choice"/><w:basedOn w:val="{TEXT}"/><w:qFormat/>
<w:pPr><w:keepLines/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{CHOICES}"/></w:numPr>
</w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/>
<w:basedOn w:val="{TEXT}"/><w:pPr><w:tabs><w:tab w:val="right" w:pos="9000"/></w:tabs>
</w:pPr><w:rPr><w:sz w:val="{small}"/><w:szCs w:val="{small}"/></w:rPr></w:style>
</w:styles>"""
_ITEM_LIST, _CHOICE_LIST = 1, 2
"""The numbers of the two lists that run through a whole document."""
_STYLE_IDS = {
    "TEXT": TEXT,
    "TITLE": TITLE,
    "ITEM": ITEM,
    "QUESTION": QUESTION,
    "TASK": TASK,
    "OPTION": OPTION,
    "CHOICE": CHOICE,
    "ITEMS": _ITEM_LIST,
    "CHOICES": _CHOICE_LIST,
}
"""What `_STYLES` needs of the ids of styles and the numbers of lists."""
_SETTINGS = f"""\
<w:settings xmlns:w="{WORD_NAMESPACE}"><w:defaultTabStop w:val="720"/>\
<w:compat><w:compatSetting w:name="compatibilityMode"\
 w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>\
</w:settings>"""
_LISTS: dict[int | ListStyle, list[tuple[str, str, str | None]]] = {
    _ITEM_LIST: [
        ("decimal", "%1.", QUESTION),
        ("upperLetter", f"{EMPTY_BOX} %2", OPTION),
    ],
    _CHOICE_LIST: [("bullet", EMPTY_BOX, CHOICE)],
    "letters": [("upperLetter", "%1", None)],
    "prompts": [("decimal", f"%1. {EMPTY_BOX}", None)],
    "lines": [("decimal", "%1.", None)],
}
"""For each level of a list: its number format, its text and its style.

The list `letters` is for the matches of a matching. The list `prompts` has a box for a
letter, and learners write on `lines`.
"""


def new_document(data: dict[str, Any]) -> Document:
    """Return an empty document for the data of a paper, a key or a review."""
    from docx import Document
    from docx.shared import Mm

    document = Document()
    _remove_template(document)
    sizes = {
        name: round(size_pt * _SIZES_PER_POINT)
        for name, size_pt in data["sizes_pt"].items()
    }
    language = escape(data["language"])
    _replace_children(
        document.styles.element,
        _STYLES.format(word=WORD_NAMESPACE, language=language, **_STYLE_IDS, **sizes),
    )
    _replace_children(document.settings.element, _SETTINGS)
    _replace_children(document.part.numbering_part.element, _numbering_xml())

    margins = data["margins_mm"]
    for section in document.sections:
        section.page_width, section.page_height = map(Mm, data["page_mm"])
        section.left_margin = section.right_margin = Mm(margins["x"])
        section.top_margin = section.bottom_margin = Mm(margins["y"])
        _set_footer(
            section.footer.paragraphs[0], f"{data['foot']} · {data['words']['page']} "
        )
    _set_properties(document, data)
    return document


def saved(document: Document) -> bytes:
    """Return the bytes of a document. They are the same on every day."""
    buffer = io.BytesIO()
    document.save(buffer)
    # A .docx file is a zip file. It is zipped again without the dates of its files.
    with zipfile.ZipFile(buffer) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})


def add_text(document: Document, text: str, style: str = TEXT) -> Paragraph:
    """Add a paragraph. `style` is the id of a style."""
    paragraph = document.add_paragraph(text)
    if style != TEXT:
        # If python-docx looked for the style itself, half of the time for a long paper
        # would be spent on that.
        paragraph._p.style = style  # noqa: SLF001
    return paragraph


def keep_together(paragraphs: Iterable[Paragraph]) -> None:
    """Tell Word to keep paragraphs on one page."""
    paragraphs = list(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        layout = paragraph.paragraph_format
        layout.keep_with_next = index < len(paragraphs) - 1
        layout.keep_together = True


def add_list(document: Document, style: ListStyle, texts: list[str]) -> list[Paragraph]:
    """Add texts as a new list, with numbers from 1 or letters from A."""
    if not texts:
        return []
    numbering = document.part.numbering_part.element
    number = numbering.add_num(list(_LISTS).index(style))
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    paragraphs = [add_text(document, text) for text in texts]
    for paragraph in paragraphs:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number.numId
    return paragraphs


def _remove_template(document: Document) -> None:
    """Remove what python-docx takes from its template, such as a thumbnail."""
    package = document.part.package
    for relations, kept in (
        (package.rels, _KEPT_OF_PACKAGE),
        (document.part.rels, _KEPT_OF_DOCUMENT),
    ):
        for relation_id, relation in list(relations.items()):
            if not relation.reltype.endswith(kept):
                del relations[relation_id]


def _replace_children(element: Any, xml: str) -> None:  # noqa: ANN401  # of lxml
    """Replace the children of an element by those of the root element of `xml`."""
    from docx.oxml import parse_xml

    for child in list(element):
        element.remove(child)
    for child in list(parse_xml(xml)):
        element.append(child)


def _numbering_xml() -> str:
    lists = "".join(
        _list_xml(index, levels) for index, levels in enumerate(_LISTS.values())
    )
    numbers = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number - 1}"/></w:num>'
        for number in (_ITEM_LIST, _CHOICE_LIST)
    )
    return f'<w:numbering xmlns:w="{WORD_NAMESPACE}">{lists}{numbers}</w:numbering>'


def _list_xml(index: int, levels: list[tuple[str, str, str | None]]) -> str:
    levels_xml = "".join(
        _level_xml(number, *level) for number, level in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{index}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels_xml}</w:abstractNum>'
    )


def _level_xml(number: int, number_format: str, text: str, style: str | None) -> str:
    style_link = f'<w:pStyle w:val="{style}"/>' if style else ""
    is_item = style == QUESTION
    left, hanging = (480, 480) if is_item else (1000, 520)
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{number_format}"/>'
        f'{style_link}<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
    )


def _set_footer(paragraph: Paragraph, text: str) -> None:
    """Write a footer: a text, then the page number, which Word fills in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.text = text
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run, number = OxmlElement("w:r"), OxmlElement("w:t")
    number.text = "1"  # shown before Word fills in the number
    run.append(number)
    field.append(run)
    # python-docx has no function that adds a field.
    paragraph._p.append(field)  # noqa: SLF001


def _set_properties(document: Document, data: dict[str, Any]) -> None:
    """Write our properties in place of those of the template.

    There is no date among them, because a quiz must give the same bytes on every day.
    """
    properties = document.core_properties
    for child in list(properties._element):  # noqa: SLF001
        properties._element.remove(child)  # noqa: SLF001
    properties.title = data["title"][:_LONGEST_TITLE_PROPERTY]
    institution = data["look"]["institution"]
    if institution:
        properties.author = institution
    properties.language = data["language"]
