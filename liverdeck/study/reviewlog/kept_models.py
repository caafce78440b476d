"""The memory models of a log: each set of weights is kept once, by its hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.study.reviewlog.errors import damage_error
from liverdeck.study.scheduling.memory import DEFAULT_MODEL, model_from

if TYPE_CHECKING:
    import sqlite3

    from liverdeck.study.scheduling.memory import MemoryModel


class KeptModels(dict[str, "MemoryModel"]):
    """The memory models by the hash of their weights, read when they are first used.

    The default model is always there.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take an open connection to the log."""
        super().__init__({DEFAULT_MODEL.weights_hash: DEFAULT_MODEL})
        self._connection = connection

    def __missing__(self, weights_hash: str) -> MemoryModel:
        """Return the model from the log.

        Raises LogError if the log does not have it, or has other weights.
        """
        query = "SELECT model, numbers FROM weights WHERE hash = ?"
        row = self._connection.execute(query, (weights_hash,)).fetchone()
        model = None if row is None else model_or_none(weights_hash, *row)
        if model is None:
            raise damage_error("weights of an entry are missing or wrong")
        self[weights_hash] = model
        return model

    def keep(self, model: MemoryModel) -> None:
        """Write a model to the log if it is not there. Call it inside a transaction.

        The default model is not written, because it is always among these models.
        """
        if model.weights_hash == DEFAULT_MODEL.weights_hash:
            return
        self._connection.execute(
            "INSERT INTO weights (hash, model, numbers) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (model.weights_hash, model.name, model.weights_text),
        )


def model_or_none(
    weights_hash: str, name: str, weights_text: str
) -> MemoryModel | None:
    """Return the model in a row of the table `weights`.

    The result is None if the row has no valid model, or the hash of other weights.
    """
    try:
        model = model_from(name, weights_text)
    except (TypeError, ValueError):
        return None
    return model if model.weights_hash == weights_hash else None
