"""Read the lines of a Word file as if an attacker had written it.

Two members of the zip are read, each up to a limit that is measured while it is
unpacked. The XML may not have a document type, so it has no entities. No library for
Word is used, because it would open every member.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.parsers import expat

from liverdeck.base.values import value_class
from liverdeck.base.zips import DAMAGED_ZIP, SAFE_METHODS
from liverdeck.quiz.formats.docx_document import WORD_NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LARGEST_MEMBER = 32 * 1024 * 1024
"""A member with more bytes is refused. A review of 1,000 items has 3 million bytes."""
MOST_ELEMENTS = 500_000
"""A member with more XML elements is refused. So many take about three seconds."""
LONGEST_TEXT = 8 * 1024 * 1024
"""A member with more characters in its lines is refused."""
_MOST_MEMBERS = 5_000
_DOCUMENT, _COMMENTS = "word/document.xml", "word/comments.xml"
_PIECE_BYTES = 256 * 1024
_START_OF_ZIP, _START_OF_OLE = b"PK", b"\xd0\xcf\x11\xe0"
_STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_WORD_NAMESPACES = (WORD_NAMESPACE, _STRICT_WORD)
_SKIPPED = frozenset(
    (
        "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback",
        *(f"{namespace} rPrChange" for namespace in _WORD_NAMESPACES),
        *(f"{namespace} pPrChange" for namespace in _WORD_NAMESPACES),
    )
)
"""Elements that repeat the text before them, or describe its look before a change."""
_TEXTS, _DELETIONS = ("t", "delText"), ("del", "moveFrom")
"""Elements with text, and elements with text that was deleted or moved away."""
_SAVE_FIX = "open it in Word, LibreOffice or Google Docs and save it as .docx"
_OFF = ("0", "false", "off", "none")
_WINGDINGS = {
    "FE": "☑",
    "FD": "☒",
    "FC": "✓",
    "FB": "✗",
    "A8": "☐",
    "6F": "☐",
    "71": "☐",
    "78": "☒",
}
"""Signs that look like characters of the font Wingdings, by these characters' codes."""


class UnreadableWordError(Exception):
    """The file is not a Word file that can be read; the message says why."""

    def __init__(self, problem: str, fix: str = _SAVE_FIX) -> None:
        """Keep the problem and its fix."""
        super().__init__(problem)
        self.fix = fix


@value_class
class WordLine:
    """A paragraph of a Word file."""

    pieces: tuple[tuple[str, bool], ...] = ()
    """The texts of the paragraph, each with whether it is struck out or deleted."""
    style: str = ""
    """The id of the paragraph's style; empty for the usual style."""
    comments: tuple[str, ...] = ()
    """The comments on the paragraph: first their ids, later their texts."""

    @property
    def text(self) -> str:
        """The text of the line without the text that is struck out."""
        return "".join(text for text, is_struck in self.pieces if not is_struck)


def word_lines(data: bytes) -> list[WordLine]:
    """Return the lines of a Word file, with the texts of the comments on them.

    They include lines in a table or a text box. Raises UnreadableWordError.
    """
    members = _members(data)
    if _DOCUMENT not in members:
        raise UnreadableWordError("it has no text of a Word file")
    lines = _Reader(members[_DOCUMENT]).lines
    comments = _comment_texts(members.get(_COMMENTS))
    return [
        WordLine(
            line.pieces,
            line.style,
            tuple(filter(None, (comments.get(id_, "") for id_ in line.comments))),
        )
        for line in lines
    ]


def _comment_texts(data: bytes | None) -> Mapping[str, str]:
    if data is None:
        return {}
    texts: dict[str, list[str]] = {}
    for line in _Reader(data).lines:
        for id_ in line.comments:
            texts.setdefault(id_, []).append(line.text)
    return {id_: " ".join(parts).strip() for id_, parts in texts.items()}


def _members(data: bytes) -> dict[str, bytes]:
    """Return the members that are read, by name. Raises UnreadableWordError."""
    if data.startswith(_START_OF_OLE):
        raise UnreadableWordError(
            "it is an old .doc file or has a password",
            "save it as .docx without a password",
        )
    if not data.startswith(_START_OF_ZIP):
        raise UnreadableWordError("it is not a Word file")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_MEMBERS:
                raise UnreadableWordError("it holds too many files")
            return {
                entry.filename: _unpacked(archive, entry)
                for entry in entries
                if entry.filename in (_DOCUMENT, _COMMENTS)
            }
    except (OSError, *DAMAGED_ZIP) as error:
        raise UnreadableWordError("it is damaged") from error


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.compress_type not in SAFE_METHODS:
        raise UnreadableWordError("it is compressed in an unusual way")
    data = bytearray()
    with archive.open(entry) as packed:
        while piece := packed.read(_PIECE_BYTES):
            data += piece
            if len(data) > LARGEST_MEMBER:
                raise UnreadableWordError(
                    "its text is too large", "review fewer items in one file"
                )
    return bytes(data)


class _Paragraph:
    """A paragraph that is being read."""

    def __init__(self) -> None:
        self.pieces: list[tuple[str, bool]] = []
        self.style = ""
        self.comments: list[str] = []

    def line(self) -> WordLine:
        return WordLine(tuple(self.pieces), self.style, tuple(self.comments))


class _Reader:
    """Reads the paragraphs of a member of the zip."""

    def __init__(self, data: bytes) -> None:
        self.lines: list[WordLine] = []
        self._open: list[_Paragraph] = []
        """The paragraphs that have begun but not ended.

        A text box has paragraphs inside of another paragraph.
        """
        self._is_struck = False
        """Whether the text of this run is struck out."""
        self._deletion_depth = 0
        """How many elements of deleted text have begun but not ended."""
        self._skipped_depth = 0
        """How many elements of `_SKIPPED` have begun but not ended."""
        self._takes_text = False
        self._comment = ""
        """The id of the comment that is being read, in the member with comments."""
        self._element_count = 0
        self._character_count = 0
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse_document_type
        try:
            parser.Parse(data, True)  # noqa: FBT003  # the parser takes no names
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise UnreadableWordError(f"its XML is broken: {error}") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._element_count += 1
        if self._element_count > MOST_ELEMENTS:
            raise UnreadableWordError(
                "it has too many parts", "review fewer items in one file"
            )
        if name in _SKIPPED:
            self._skipped_depth += 1
        namespace, _, local_name = name.rpartition(" ")
        if namespace not in _WORD_NAMESPACES or self._skipped_depth:
            return
        values = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if local_name == "p":
            self._open.append(_Paragraph())
            if self._comment:
                self._open[-1].comments.append(self._comment)
        elif local_name == "comment":
            self._comment = values.get("id", "")
        elif self._open:
            start = self._START_HANDLERS.get(local_name)
            if start is not None:
                start(self, values)

    def _end(self, name: str) -> None:
        if name in _SKIPPED:
            self._skipped_depth -= 1
        namespace, _, local_name = name.rpartition(" ")
        if namespace not in _WORD_NAMESPACES or self._skipped_depth:
            return
        if local_name == "p" and self._open:
            self.lines.append(self._open.pop().line())
        elif local_name in _TEXTS:
            self._takes_text = False
        elif local_name in _DELETIONS:
            self._deletion_depth = max(0, self._deletion_depth - 1)

    def _text(self, text: str) -> None:
        if not self._takes_text or not self._open:
            return
        self._character_count += len(text)
        if self._character_count > LONGEST_TEXT:
            raise UnreadableWordError(
                "its text is too large", "review fewer items in one file"
            )
        self._add_piece(text)

    def _add_piece(self, text: str) -> None:
        is_struck = self._is_struck or self._deletion_depth > 0
        self._open[-1].pieces.append((text, is_struck))

    def _start_run(self, _values: Mapping[str, str]) -> None:
        self._is_struck = False

    def _start_text(self, _values: Mapping[str, str]) -> None:
        self._takes_text = True

    def _start_deletion(self, _values: Mapping[str, str]) -> None:
        self._deletion_depth += 1

    def _read_strike(self, values: Mapping[str, str]) -> None:
        self._is_struck = values.get("val", "true") not in _OFF

    def _add_space(self, _values: Mapping[str, str]) -> None:
        self._add_piece(" ")

    def _add_symbol(self, values: Mapping[str, str]) -> None:
        if values.get("font", "").startswith("Wingdings"):
            sign = _WINGDINGS.get(values.get("char", "").upper()[-2:], "?")
            self._add_piece(sign)

    def _set_style(self, values: Mapping[str, str]) -> None:
        self._open[-1].style = values.get("val", "")

    def _mention_comment(self, values: Mapping[str, str]) -> None:
        self._open[-1].comments.append(values.get("id", ""))

    _START_HANDLERS: Mapping[str, Callable[[_Reader, Mapping[str, str]], None]] = {
        "r": _start_run,
        **dict.fromkeys(_TEXTS, _start_text),
        **dict.fromkeys(_DELETIONS, _start_deletion),
        "strike": _read_strike,
        "dstrike": _read_strike,
        "br": _add_space,
        "cr": _add_space,
        "tab": _add_space,
        "sym": _add_symbol,
        "pStyle": _set_style,
        "commentReference": _mention_comment,
    }


def _refuse_document_type(*_: object) -> None:
    raise UnreadableWordError("its XML has a document type, which no Word file has")
