"""HTML pages from templates: every text escaped, one policy that lets a browser run exactly what the page brought."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

_HERE = Path(__file__).parent


def page(
    template: str,
    *,
    styles: tuple[str, ...],
    script: str = "",
    foot: str = "",
    **values: object,
) -> bytes:
    """Return a page from a template beside this file, with the styles and the script of these names inside it.

    `foot` stands at the foot of each printed page, with the page's number.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        loader=FileSystemLoader(_HERE),
    )
    style = "".join(_read(name) for name in styles) + (_footer(foot) if foot else "")
    code = _read(script) if script else ""
    allowed = f"script-src {_hash_of(code)}; " if code else ""
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; {allowed}style-src {_hash_of(style)}"
    text = environment.get_template(template).render(
        values, policy=policy, style=style, code=code
    )
    return text.encode(errors="backslashreplace")


def _footer(text: str) -> str:
    # Every character that is no ASCII letter or digit goes as its number, so that no text can end the string.
    quoted = "".join(
        char if char.isascii() and char.isalnum() else f"\\{ord(char):x} "
        for char in text
    )
    font = "font-size: 9pt; color: #444;"
    return (
        f'@page {{ @bottom-left {{ content: "{quoted}"; {font} }}\n'
        f'@bottom-right {{ content: counter(page) " / " counter(pages); {font} }} }}\n'
    )


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash_of(text: str) -> str:
    return (
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
    )
