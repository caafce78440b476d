"""Each guard in docs/guards.md names a function and a test that exist."""

import inspect
import sys

from liverdeck.base import output_guards
from tests.guards import PAGE, REPOSITORY, WITHOUT, guards, owner_of


def test_every_row_of_the_page_is_a_guard():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("|")]
    heading_rows = 2
    assert len(guards()) == len(rows) - heading_rows, "a row is not like the others"
    ids = [guard.id for guard in guards()]
    assert len(set(ids)) == len(ids)


def test_every_guard_has_its_function_and_its_test():
    wrong = []
    for guard in guards():
        owner, name = owner_of(guard.function)
        file, _, test = guard.test.partition("::")
        path = REPOSITORY / file
        test_name = test.partition("[")[0]
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        has_test = f"def {test_name}(" in text
        value = getattr(owner, name)
        is_limit = isinstance(value, int) and guard.without in {
            "a huge number",
            "twice as much",
        }
        is_text = isinstance(value, str) and guard.without == "an empty text"
        is_function = callable(value) and guard.without in WITHOUT
        if not (has_test and (is_function or is_limit or is_text)):
            wrong.append(guard)
    assert wrong == []


def test_every_function_that_refuses_an_output_is_a_guard():
    listed = {guard.function for guard in guards()}
    assert [
        name
        for name, function in inspect.getmembers(output_guards, inspect.isfunction)
        if "Problem" in str(inspect.signature(function).return_annotation)
        and not name.startswith("_")
        and f"{function.__module__}.{name}" not in listed
        and sys.modules[function.__module__] is output_guards
    ] == []
