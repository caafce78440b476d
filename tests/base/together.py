"""Writes files in one step, as `base.outputs` does, but without its checks."""

from pathlib import Path

from liverdeck.base.running_step import Change
from liverdeck.base.writing import (
    folders_held,
    not_ordinary_problem,
    unwritable_problem,
)


def write_whole(path, data):
    return write_together({path: data})


def write_together(files):
    """Write all files or none. Return the problem, or None."""
    changes = [Change(path, data) for path, data in files.items()]
    for change in changes:
        problem = not_ordinary_problem(change.path)
        if problem is not None:
            return problem
    try:
        with folders_held(files) as step:
            return step.write(changes)
    except OSError as error:
        return unwritable_problem(Path(error.filename), error)
