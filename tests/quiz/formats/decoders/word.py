"""What a reader sees in a Word file: its paragraphs, with the numbers of its lists.

Word keeps no number in a paragraph. It counts by the definitions of the lists.
"""

import io
import re
import zipfile
from collections import Counter
from string import ascii_uppercase
from xml.etree import ElementTree as ET

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def lines_of_word(data):
    """Return the text of each paragraph, with its number or letter."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        document, numbering, styles = (
            ET.fromstring(archive.read(f"word/{name}.xml"))
            for name in ("document", "numbering", "styles")
        )
    lists = _Lists(numbering, styles)
    return [
        lists.mark(paragraph) + "".join(map(_text, paragraph.iter()))
        for paragraph in document.iter(f"{_W}p")
    ]


def text_of_word(data):
    """Return the text of a Word file, with each paragraph as a line."""
    return "\n".join(lines_of_word(data))


def _text(piece):
    if piece.tag == f"{_W}t":
        return piece.text or ""
    return {f"{_W}br": "\n", f"{_W}tab": "\t"}.get(piece.tag, "")


def _value(element, path):
    child = None if element is None else element.find(path.replace("w:", _W))
    return None if child is None else child.get(f"{_W}val")


class _Lists:
    """The lists of a Word file, and the last number in each."""

    def __init__(self, numbering, styles):
        definitions = {
            definition.get(f"{_W}abstractNumId"): definition
            for definition in numbering.iter(f"{_W}abstractNum")
        }
        self._levels = {
            number.get(f"{_W}numId"): definitions[_value(number, "w:abstractNumId")]
            for number in numbering.iter(f"{_W}num")
        }
        self._styles = {
            style.get(f"{_W}styleId"): style for style in styles.iter(f"{_W}style")
        }
        self._counts = Counter()

    def mark(self, paragraph):
        """Return the number or letter before a paragraph; "" if it is in no list."""
        properties = paragraph.find(f"{_W}pPr")
        number = _value(properties, "w:numPr/w:numId")
        level = _value(properties, "w:numPr/w:ilvl")
        if number is None:
            style = self._styles.get(_value(properties, "w:pStyle"))
            number = _value(style, "w:pPr/w:numPr/w:numId")
            level = _value(style, "w:pPr/w:numPr/w:ilvl")
        if number is None:
            return ""
        level = int(level)
        self._counts[number, level] += 1
        for lower in range(level + 1, 9):  # a level starts again below a higher one
            del self._counts[number, lower]
        levels = self._levels[number].findall(f"{_W}lvl")

        def counted(match):
            level_index = int(match[1]) - 1
            count = self._counts[number, level_index]
            if _value(levels[level_index], "w:numFmt") == "upperLetter":
                return ascii_uppercase[count - 1]
            return str(count)

        shown = _value(levels[level], "w:lvlText")
        return re.sub(r"%(\d)", counted, shown) + " "
