"""The page that explains every rule, made from the rules' own docstrings."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from liverdeck.lint.document_drift import DRIFT_RULE
from liverdeck.lint.switches import SWITCH_RULE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.lint.rule import Rule

_INTRODUCTION = f"""\
# What `liverdeck lint` looks for

Made by `liverdeck lint --rules`. An *error* stops a release and makes `lint` exit with 1; a *warning* is nearly always
worth mending; *advice* is a matter of taste.

A rule that is broken on purpose is switched off for one fact, with the reason, by a comment inside it:

```yaml
- id: hormonal-therapy
  # lint: off tautology the document itself defines it in its own words
  ask: ...
```

What is wrong with such a comment (an unknown rule, no reason, nothing to hide) is a warning of the rule
`{SWITCH_RULE}`. The first rules, up to `release`, cannot be switched off. With `--document FILE`, passages that differ
from the indexed ones are warnings of the rule `{DRIFT_RULE}`.
"""


def manual(rules: Sequence[Rule]) -> str:
    """Return the manual as Markdown."""
    return "\n".join([_INTRODUCTION, *(line for rule in rules for line in _page(rule))])


def _page(rule: Rule) -> Iterator[str]:
    explanation, bad, good = parts_of(rule.text)
    yield f"## {rule.id} ({rule.severity})\n"
    yield explanation + "\n"
    if bad:
        yield f"Bad:\n\n```yaml\n{bad}\n```\n"
        yield f"Good:\n\n```yaml\n{good}\n```\n"


def parts_of(text: str) -> tuple[str, str, str]:
    """Split a rule's docstring into its explanation and its two examples, empty where it has none."""
    explanation, _, examples = text.partition("\nBad:\n")
    bad, _, good = examples.partition("\nGood:\n")
    return (
        explanation.strip(),
        textwrap.dedent(bad).strip("\n"),
        textwrap.dedent(good).strip("\n"),
    )
