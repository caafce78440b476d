import subprocess
import sys

import pytest


def modules_after(code):
    script = f"{code}\nimport sys; print(*sorted(sys.modules), sep='\\n')"
    process = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(process.stdout.split())


def test_importing_the_package_module_does_not_load_asyncio():
    loaded = modules_after("import liverdeck.anki.package")
    assert {"genanki", "sqlite3"} <= loaded
    slow = {"asyncio", "ssl", "socket", "cached_property", "yaml"}
    assert loaded & slow == set()


@pytest.mark.parametrize("first", ["yaml", "liverdeck.anki.package"])
def test_genanki_still_reads_a_note_type_in_yaml(first):
    code = (
        f"import {first}, liverdeck.anki.package, genanki\n"
        "model = genanki.Model(1, 'M', fields='[{name: A}]', templates='[]')\n"
        "assert model.fields == [{'name': 'A'}]\n"
        "import yaml; assert yaml.safe_load('[1]') == [1]"
    )
    assert "yaml" in modules_after(code)


@pytest.mark.slow
def test_the_real_cached_property_can_be_imported_too():
    for code in (
        "import liverdeck.anki.package, cached_property",
        "import cached_property, liverdeck.anki.package",
    ):
        assert modules_after(
            f"{code}; assert 'threaded_cached_property' in vars(cached_property)"
        ) >= {"asyncio"}
