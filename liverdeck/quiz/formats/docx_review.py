"""Word: a file in which a colleague judges every item, with boxes to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from liverdeck.quiz.formats.docx_document import (
    EMPTY_BOX,
    ITEM,
    TITLE,
    WORD_NAMESPACE,
    add_text,
    keep_together,
    new_document,
    saved,
)
from liverdeck.quiz.formats.docx_pictures import add_pictures
from liverdeck.quiz.formats.paper_data import paper_and_key
from liverdeck.quiz.papers.judgements import (
    INTRODUCTION,
    Judgement,
    remark_label,
    review_name,
)
from liverdeck.quiz.papers.wording import key_introduction, words_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from liverdeck.catalogue.learner_words import Words
    from liverdeck.quiz.formats.job import QuizJob

_TICKED_BOX = "\N{BALLOT BOX WITH X}"
_BOX_FONT = "MS Gothic"
"""The font of Word's own check boxes. Other fonts may lack the signs for boxes."""
_BOX = f"""\
<w:sdt xmlns:w="{WORD_NAMESPACE}"
 xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:sdtPr>
<w14:checkbox><w14:checked w14:val="0"/>
<w14:checkedState w14:val="{ord(_TICKED_BOX):04X}" w14:font="{_BOX_FONT}"/>
<w14:uncheckedState w14:val="{ord(EMPTY_BOX):04X}" w14:font="{_BOX_FONT}"/>
</w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr>
<w:rFonts w:ascii="{_BOX_FONT}" w:eastAsia="{_BOX_FONT}" w:hAnsi="{_BOX_FONT}"/>
</w:rPr><w:t>{EMPTY_BOX}</w:t></w:r></w:sdtContent></w:sdt>"""


def review_document(job: QuizJob) -> bytes:
    """Return the Word file for a review of the first form of a paper.

    Each item has its key, all accepted answers, the reasons, its source, a box for each
    `Judgement` and a line for remarks. Raises what `docx.write` raises.
    """
    words = words_of(job.paper)
    paper, key = paper_and_key(job, job.paper.forms[0])
    title = words.text("Review: {title}", title=job.paper.title)
    document = new_document(paper.data | {"title": title, "foot": title})
    add_text(document, title, TITLE)
    add_text(document, words.text(INTRODUCTION))
    add_text(document, key_introduction(job.paper))

    rows = zip(job.paper.items, paper.data["items"], key.data["items"], strict=True)
    for item, question, answer in rows:
        heading, *texts = _lines(question, answer)
        first_index = _paragraph_count(document)
        add_text(document, heading, ITEM)
        add_pictures(document, question, paper)
        add_pictures(document, answer, key)
        below_heading = [add_text(document, text) for text in texts]
        name = review_name(item.id, _texts_from(document, first_index))
        below_heading.append(_add_boxes(document, words, name))
        below_heading.append(add_text(document, f"{remark_label(words)} "))
        keep_together(below_heading)
    return saved(document)


def _paragraph_count(document: Document) -> int:
    """Return the number of paragraphs in a document.

    The last element of the document's body is not a paragraph.
    """
    return len(document.element.body) - 1


def _texts_from(document: Document, first_index: int) -> list[str]:
    """Return the texts of the paragraphs from an index on, without empty ones."""
    from docx.oxml.ns import qn

    # With `document.paragraphs`, each item would take the time of the whole document.
    texts = []
    for paragraph in document.element.body[first_index:-1]:
        text = "".join(run.text or "" for run in paragraph.iter(qn("w:t")))
        if text.strip():
            texts.append(text)
    return texts


def _lines(question: dict[str, Any], answer: dict[str, Any]) -> list[str]:
    """Return the lines of a review about an item, beginning with its stem."""
    prompts = [
        f"{number}. {prompt}" for number, prompt in enumerate(question["prompts"], 1)
    ]
    options = [] if question["unlettered"] else question["options"]
    lines = [
        f"{question['number']} {question['stem']}",
        question["rubric"],
        *question["remarks"],
        *prompts,
        *options,
        f"→ {answer['head'].partition(' ')[2]}",
        *answer["texts"],
        *(f"• {reason}" for reason in answer["reasons"]),
        *answer["sounds"],
        answer["source"],
    ]
    # A line break in an author's text would make two lines of one.
    without_breaks = (" ".join(line.split()) for line in lines)
    return [line for line in without_breaks if line]


def _add_boxes(document: Document, words: Words, name: str) -> Paragraph:
    """Add the line with the boxes. At its end is the item's name, small and grey."""
    from docx.oxml import parse_xml
    from docx.shared import Pt, RGBColor

    paragraph = add_text(document, "")
    for judgement in Judgement:
        # python-docx has no function that adds a check box.
        paragraph._p.append(parse_xml(_BOX))  # noqa: SLF001
        paragraph.add_run(f" {words.text(judgement.value)}    ").bold = True
    font = paragraph.add_run(name).font
    font.size = Pt(7)
    font.color.rgb = RGBColor(0x77, 0x77, 0x77)
    return paragraph
