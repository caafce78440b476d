"""Reads language tags, such as `de-AT`."""

from __future__ import annotations


def main_language(tag: str) -> str:
    """Return the first part of a language tag in lower case: `de` for `de-AT`.

    Spaces around a tag do not count, and `de_AT` is read too.
    """
    return tag.strip().lower().replace("_", "-").partition("-")[0]
