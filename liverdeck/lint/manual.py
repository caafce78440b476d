"""Make the manual of the rules (docs/lint-rules.md) from the rules' docstrings."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from liverdeck.lint.document_drift import DRIFT_RULE
from liverdeck.lint.rules.structure import RULES as STRUCTURE
from liverdeck.lint.switches import SWITCH_RULE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.lint.rule import Rule

_FIRST, _LAST = STRUCTURE[0].id, STRUCTURE[-1].id
"""The ids of the first and the last rule that cannot be switched off."""
_INTRODUCTION = f"""\
# What `liverdeck lint` looks for

`liverdeck lint --rules` makes this page. An *error* stops a release, and `lint` exits
with 1. A *warning* is nearly always worth a fix. *Advice* is a matter of taste.

If you break a rule on purpose, switch it off for that fact. Write a comment inside the
fact and give the reason:

```yaml
- id: hormonal-therapy
  # lint: off tautology the document itself defines it in its own words
  ask: ...
```

A comment that does not work is a warning of the rule `{SWITCH_RULE}`. For example, its
rule is unknown, its reason is missing, or the rule finds nothing in that fact. The
rules from `{_FIRST}` to `{_LAST}` cannot be switched off. With `--document FILE`, each
passage that was changed, added or removed since the document was indexed is a warning
of the rule `{DRIFT_RULE}`.
"""


def manual(rules: Sequence[Rule]) -> str:
    """Return the manual as Markdown."""
    lines = [_INTRODUCTION]
    for rule in rules:
        lines += _section(rule)
    return "\n".join(lines)


def _section(rule: Rule) -> Iterator[str]:
    explanation, bad, good = split_docstring(rule.text)
    yield f"## {rule.id} ({rule.severity})\n"
    yield explanation + "\n"
    if bad:
        yield f"Bad:\n\n```yaml\n{bad}\n```\n"
        yield f"Good:\n\n```yaml\n{good}\n```\n"


def split_docstring(text: str) -> tuple[str, str, str]:
    """Split a rule's docstring into explanation, bad example and good example.

    The examples are returned without their indentation. They are empty if the docstring
    has no examples.
    """
    explanation, _, examples = text.partition("\nBad:\n")
    bad, _, good = examples.partition("\nGood:\n")
    return (
        explanation.strip(),
        textwrap.dedent(bad).strip("\n"),
        textwrap.dedent(good).strip("\n"),
    )
