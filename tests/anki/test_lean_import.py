import subprocess
import sys


def modules_after(code):
    script = f"{code}\nimport sys; print(*sorted(sys.modules), sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_building_loads_no_asyncio_and_leaves_no_stand_in():
    loaded = modules_after("import liverdeck.anki.package")
    assert {"genanki", "sqlite3"} <= loaded
    assert loaded & {"asyncio", "ssl", "socket", "cached_property"} == set()


def test_the_real_package_is_found_afterwards_and_stays_if_it_came_first():
    for code in (
        "import liverdeck.anki.package, cached_property",
        "import cached_property, liverdeck.anki.package",
    ):
        assert modules_after(
            f"{code}; assert 'threaded_cached_property' in vars(cached_property)"
        ) >= {"asyncio"}


def test_the_place_is_freed_when_an_import_fails():
    code = (
        "import sys\nfrom liverdeck.anki.lean_import import standard_cached_property\n"
        "try:\n with standard_cached_property():\n  import no_such_module\n"
        "except ImportError: pass"
    )
    assert "cached_property" not in modules_after(code)
