"""The text of a Word file is read, and a damaged or hostile file is refused."""

import io
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from liverdeck.quiz.reviews.word_lines import (
    LARGEST_MEMBER,
    UnreadableWordError,
    word_lines,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def word_file(
    body, *, before="", comments=None, method=zipfile.ZIP_DEFLATED, namespace=W
):
    xml = (
        f'{before}<w:document xmlns:w="{namespace}" xmlns:mc="{MC}"><w:body>{body}'
        "</w:body></w:document>"
    )
    members = {"word/document.xml": xml}
    if comments:
        members["word/comments.xml"] = (
            f'<w:comments xmlns:w="{W}">{comments}</w:comments>'
        )
    return zip_of(members, method)


def zip_of(members, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("namespace", [W, STRICT_W])
def test_struck_deleted_and_inserted_texts_are_told_apart(namespace):
    body = """\
<w:p><w:pPr><w:pStyle w:val="Heading2"/>
<w:pPrChange><w:pPr><w:pStyle w:val="Old"/></w:pPr></w:pPrChange></w:pPr>
<w:r><w:t>one</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>two</w:t></w:r>
<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>three</w:t><w:tab/></w:r>
<w:del><w:r><w:delText>four</w:delText></w:r></w:del>
<w:ins><w:r><w:t>five</w:t></w:r></w:ins>
<w:r><w:rPr><w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr><w:t>six</w:t></w:r>
</w:p>"""
    (line,) = word_lines(word_file(body, namespace=namespace))
    assert line.style == "Heading2"
    assert line.pieces == (
        ("one", False),
        ("two", True),
        ("three", False),
        (" ", False),
        ("four", True),
        ("five", False),
        ("six", False),
    )
    assert line.text == "onethree fivesix"


def test_boxes_text_boxes_symbols_and_comments_are_read_once():
    body = """\
<w:p><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>
<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>
<w:r><w:commentReference w:id="4"/></w:r>
<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>boxed</w:t></w:r></w:p></mc:Choice>
<mc:Fallback><w:p><w:r><w:t>boxed</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>
</w:p>"""
    comments = """\
<w:comment w:id="4"><w:p><w:r><w:t>too</w:t></w:r></w:p>
<w:p><w:r><w:t>easy</w:t></w:r></w:p></w:comment>"""
    boxed, line = word_lines(word_file(body, comments=comments))
    assert boxed.text == "boxed"
    assert line.text == "☒☑"
    assert line.comments == ("too easy",)


PARAGRAPH = "<w:p><w:r><w:t>a</w:t></w:r></w:p>"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is not a Word file"),
        (b"%PDF-1.7", "it is not a Word file"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old .doc file or has a password"),
        (b"PK\x03\x04", "damaged"),
        (word_file(PARAGRAPH)[:200], "damaged"),
        (zip_of({"content.xml": "<a/>"}), "no text of a Word file"),
        (zip_of({"word/document.xml": "<w:document"}), "its XML is broken"),
        (zip_of({"word/document.xml": b"\xff\xfe\0"}), "its XML is broken"),
        pytest.param(
            word_file(PARAGRAPH, before=ENTITIES), "has a document type", id="entities"
        ),
        (word_file(PARAGRAPH, method=zipfile.ZIP_BZIP2), "in an unusual way"),
    ],
)
def test_a_broken_or_hostile_file_is_refused(data, reason):
    with pytest.raises(UnreadableWordError, match=reason) as error:
        word_lines(data)
    assert error.value.fix


LARGE = {
    "many files": (
        lambda: zip_of(dict.fromkeys(map(str, range(6_000)), "")),
        "too many files",
    ),
    "large": (
        lambda: zip_of({"word/document.xml": b"<a>" + b" " * (32 << 20)}),
        "its text is too large",
    ),
    "many parts": (lambda: word_file("<w:p/>" * 500_001), "too many parts"),
    "long text": (
        lambda: word_file(f"<w:p><w:r><w:t>{'a' * (9 << 20)}</w:t></w:r></w:p>"),
        "its text is too large",
    ),
}
"""A function that makes a file, and the reason why the file is refused.

Making the files takes long, so each is made only in its own test.
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_a_file_that_is_too_large_is_refused(name):
    make, reason = LARGE[name]
    test_a_broken_or_hostile_file_is_refused(make(), reason)


@pytest.mark.slow
def test_a_small_file_that_unpacks_to_200_megabytes_takes_little_memory():
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(200):
                member.write(b" " * (1 << 20))
        archive.writestr("word/media/bomb.png", b"\0" * (64 << 20))
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableWordError, match="too large"):
            word_lines(body.getvalue())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * LARGEST_MEMBER


def test_deeply_nested_paragraphs_are_read():
    deep = "<w:p>" * 50_000 + "</w:p>" * 50_000
    assert len(word_lines(word_file(deep))) == 50_000


@given(st.data())
def test_any_damage_is_refused_or_read(data):
    good = bytearray(word_file(PARAGRAPH * 3, comments="<w:comment w:id='1'/>"))
    for _ in range(data.draw(st.integers(1, 4))):
        index = data.draw(st.integers(0, len(good) - 1))
        good[index] = data.draw(st.integers(0, 255))
    with suppress(UnreadableWordError):
        assert len(word_lines(bytes(good))) < 10
