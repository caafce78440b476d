"""Bring the catalogues up to date with the texts in the code, and compile them.

    python -m tools.build_catalogue

Run it from the root of the checkout after a change of a text that learners see. It adds
new messages to each `.po` without a translation and deletes those that the code no
longer has. It names the messages that still need a translation. Translate them in the
`.po` and run it again. tests/catalogue compares code, `.po` and `.mo`.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from liverdeck.catalogue.learner_words import CATALOGUE_NAME, CATALOGUES, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

REPOSITORY = Path(__file__).parent.parent
PACKAGE = REPOSITORY / "liverdeck"
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
"""The languages that have a `.po` and a `.mo`."""
_HEADER = """\
# The words that learners see, in another language than English.
# `python -m tools.build_catalogue` keeps this file in step with the code."""
PLURAL_FORMS_OF_ENGLISH = 2
MessageId = str | tuple[str, str]
"""The English text of a message. A message with a plural has both, singular first."""
_PLACEHOLDER = re.compile(r"\{\w*\}")
"""Matches a placeholder of `str.format`, such as `{count}`."""
_TYPED = re.compile(r"--[a-z][a-z-]*|\bliverdeck [a-z]+")
"""Matches what a user types in a terminal: an option, or a command."""
_IN_TEMPLATE = re.compile(
    r'words\.(?P<function>text|label|counted)\(\s*"(?P<singular>[^"]+)"'
    r'(?:,\s*"(?P<plural>[^"]+)")?'
)
"""Matches a message in a template, such as `words.text("Start")`."""


class StableCatalog(Catalog):
    """A catalogue whose header has no time and no version.

    So its files change only with its messages.
    """

    num_plurals = 2
    """A language with more forms of a plural needs a rule of its own here."""

    @property
    def plural_expr(self) -> str:
        """The rule for the second form, in the syntax of gettext."""
        return "(n > 1)" if str(self.locale_identifier) == "fr" else "(n != 1)"

    mime_headers = property(
        lambda self: [
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ],
        lambda self, headers: None,  # noqa: ARG005  # Babel gives them when it reads
    )


def messages_in_code(package: Path = PACKAGE) -> dict[MessageId, set[str]]:
    """Return the messages of the code, each with the files that have it."""
    files_of_message: dict[MessageId, set[str]] = {}
    for pattern, messages_of in (("*.py", messages_in), ("*.j2", template_messages)):
        for path in sorted(package.rglob(pattern)):
            name = path.relative_to(package.parent).as_posix()
            for message_id in messages_of(path.read_text(encoding="utf-8")):
                files_of_message.setdefault(message_id, set()).add(name)
    return files_of_message


def template_messages(source: str) -> Iterator[MessageId]:
    """Yield the messages of a template, each written out on one line."""
    for match in _IN_TEMPLATE.finditer(source):
        singular, plural = match["singular"], match["plural"]
        yield (singular, plural) if match["function"] == "counted" else singular


def messages_in(source: str) -> Iterator[MessageId]:
    """Yield the messages of a module.

    They are the texts in `words.text("...")`, `words.label("...")`,
    `words.with_placeholders("...")`, `words.counted("...", "...", 2)` and
    `message("...")`. A call whose text is in a variable is left out.
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        texts = [
            argument.value
            for argument in node.args[:2]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        match node.func:
            case (
                ast.Attribute(attr="text" | "label" | "with_placeholders")
                | ast.Name(id="message")
            ) if texts:
                yield texts[0]
            case ast.Attribute(attr="counted") if len(texts) == PLURAL_FORMS_OF_ENGLISH:
                yield texts[0], texts[1]


def po_path(language: str) -> Path:
    """Return the path of the translations of a language."""
    return CATALOGUES / language / f"{CATALOGUE_NAME}.po"


def mo_path(language: str) -> Path:
    """Return the path of the compiled translations of a language."""
    return po_path(language).with_suffix(".mo")


def _empty_catalogue(language: str) -> StableCatalog:
    return StableCatalog(locale=language, header_comment=_HEADER, fuzzy=False)


def read_catalogue(language: str) -> StableCatalog:
    """Return the translations of a language; empty if there is no file yet."""
    catalogue = _empty_catalogue(language)
    path = po_path(language)
    if path.exists():
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    catalogue[message.id] = message
    return catalogue


def updated_catalogue(language: str) -> StableCatalog:
    """Return the translations of a language with exactly the messages of the code."""
    old = read_catalogue(language)
    new = _empty_catalogue(language)
    for message_id, files in sorted(
        messages_in_code().items(), key=lambda item: _sort_key(item[0])
    ):
        known = old.get(message_id)
        translation = known.string if known and known.id == message_id else None
        locations = [(file, 0) for file in sorted(files)]
        new.add(message_id, translation, locations=locations)
    return new


def _sort_key(message_id: MessageId) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def faults_of(message: Message) -> Iterator[str]:
    """Yield what is wrong with a message.

    It has no translation, or the translation has other placeholders, options or
    commands.
    """
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    if message.fuzzy:
        yield f"{ids[0]!r} is fuzzy"
    if not all(texts):
        yield f"{ids[0]!r} has no translation"
        return
    for pattern, name in ((_PLACEHOLDER, "placeholders"), (_TYPED, "commands")):
        expected = set(pattern.findall(" ".join(ids)))
        for text in texts:
            if set(pattern.findall(text)) != expected:
                yield f"{text!r} does not have the {name} of {ids[0]!r}"


def main() -> None:
    """Write every `.po` and `.mo`, and say what is missing."""
    faults: list[str] = []
    for language in TRANSLATED:
        catalogue = updated_catalogue(language)
        po, mo = io.BytesIO(), io.BytesIO()
        write_po(po, catalogue, width=88, include_lineno=False, sort_output=True)
        write_mo(mo, catalogue)
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po.getvalue())
        mo_path(language).write_bytes(mo.getvalue())
        for message in catalogue:
            if message.id:
                faults += [f"{language}: {fault}" for fault in faults_of(message)]
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
