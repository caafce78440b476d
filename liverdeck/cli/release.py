"""`liverdeck release`: the ledger learns what learners will get."""

from __future__ import annotations

import datetime as dt
import re
import time
from pathlib import Path

import click

from liverdeck.anki.release import CHANGES_FILE, release_deck
from liverdeck.cli.decks import ledger_or_refusal, load_chosen, own_deck_option
from liverdeck.cli.report import refuse
from liverdeck.facts.loader import LEDGER_FILE


@click.command()
@own_deck_option
@click.option("--at", "moment", metavar="TIME", help="Date the release, as 2026-11-23T19:00Z; not in the future.")
@click.option("--new", is_flag=True, help="The deck has no ledger yet: this is its first release.")
def release(folder: Path | None, moment: str | None, *, new: bool) -> None:
    """Record what learners get with the next package, in deck.lock and CHANGES.md."""
    deck, ledger = load_chosen(folder, may_be_bundled=False)
    ledger = ledger_or_refusal(deck, ledger, new=new)
    now = int(time.time())
    at = max(now, ledger.last_time + 1) if moment is None else _parse_moment(moment, now)
    released = release_deck(deck, ledger, at)
    if released.problems:
        refuse(released.problems)
    if released.number is None:
        click.echo("Nothing to release: learners have all of this already.")
        return
    click.echo(f"Release {released.number}: {released}.")
    click.echo(f"Wrote {deck.folder / LEDGER_FILE} and {CHANGES_FILE}. Commit both, then build with --frozen.")


def _parse_moment(moment: str, now: int) -> int:
    if re.fullmatch(r"[0-9]{8}", moment, re.ASCII):
        message = f"--at {moment!r} may be a day or a number of seconds; write it as 2026-11-23T19:00Z"
        raise click.UsageError(message)
    if re.fullmatch(r"[0-9]{1,11}", moment, re.ASCII):
        at = int(moment)
    else:
        try:
            parsed = dt.datetime.fromisoformat(moment)
        except ValueError:
            message = f"--at {moment!r} is not a time; write it as 2026-11-23T19:00Z"
            raise click.UsageError(message) from None
        if parsed.tzinfo is None:
            message = f"--at {moment!r} has no time zone; add Z for UTC, or an offset such as +01:00"
            raise click.UsageError(message)
        at = int(parsed.timestamp())
    if not 0 < at <= now:
        message = f"--at {moment!r} lies in the future or before 1970; Anki would refuse later updates"
        raise click.UsageError(message)
    return at
