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
    assert loaded & {"asyncio", "ssl", "socket", "cached_property"} == set()


@pytest.mark.slow
def test_the_real_cached_property_can_be_imported_before_or_after():
    for code in (
        "import liverdeck.anki.package, cached_property",
        "import cached_property, liverdeck.anki.package",
    ):
        assert modules_after(
            f"{code}; assert 'threaded_cached_property' in vars(cached_property)"
        ) >= {"asyncio"}


def test_the_stand_in_is_removed_if_an_import_fails():
    code = (
        "import sys\nfrom liverdeck.anki.lean_import import standard_cached_property\n"
        "try:\n with standard_cached_property():\n  import no_such_module\n"
        "except ImportError: pass"
    )
    assert "cached_property" not in modules_after(code)
