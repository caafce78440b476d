"""Stand-ins for modules, while another module is imported."""

import subprocess
import sys
import threading

import pytest

from liverdeck.base.stand_ins import loaded_later, stand_in, stand_ins


def test_an_import_in_the_block_gets_the_stand_in_and_later_ones_the_real_module():
    import colorsys as real

    with stand_ins(stand_in("colorsys", hue=7)):
        import colorsys

        assert colorsys.hue == 7
    import colorsys

    assert colorsys is real


def test_a_module_that_was_never_imported_is_forgotten_again():
    with stand_ins(stand_in("no_such_module")):
        import no_such_module  # noqa: F401
    assert "no_such_module" not in sys.modules


def test_an_error_in_the_block_leaves_no_stand_in():
    before = sys.modules["sys"]
    with pytest.raises(ImportError), stand_ins(stand_in("sys"), stand_in("odd_one")):
        import no_such_module  # noqa: F401
    assert sys.modules["sys"] is before
    assert "odd_one" not in sys.modules


def output_of(code):
    """Return what code prints in a new process; no module is loaded there yet."""
    process = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.stderr == ""
    return process.stdout.strip()


def test_a_module_that_loads_later_is_the_real_one_if_it_was_imported_before():
    import colorsys

    assert loaded_later("colorsys", hue=7) is colorsys


def test_a_module_that_loads_later_is_loaded_for_the_first_name_that_it_lacks():
    code = """
import subprocess
import sys
import threading
from liverdeck.base.stand_ins import loaded_later, stand_ins
with stand_ins(loaded_later("colorsys", hue=7)):
    import colorsys as lean
assert lean.hue == 7
assert "colorsys" not in sys.modules
assert lean.hsv_to_rgb(0, 0, 0) == (0, 0, 0)
import colorsys
assert lean.rgb_to_hsv is colorsys.rgb_to_hsv
"""
    assert output_of(code) == ""


def test_only_the_values_can_be_imported_by_name_without_the_real_module():
    code = """
import sys
from liverdeck.base.stand_ins import loaded_later, stand_ins
with stand_ins(loaded_later("colorsys", hue=7)):
    from colorsys import hue
assert hue == 7
assert "colorsys" not in sys.modules
with stand_ins(loaded_later("colorsys", hue=7)):
    from colorsys import hsv_to_rgb
print(hsv_to_rgb.__module__)
"""
    assert output_of(code) == "colorsys"


def test_names_of_the_real_module_can_be_imported_in_the_block():
    code = """
from liverdeck.base.stand_ins import loaded_later, stand_ins
with stand_ins(loaded_later("json")):
    from json import loads
    import json.tool
import json
assert json.loads is loads
print(json.tool.main.__module__)
"""
    assert output_of(code) == "json.tool"


def test_another_thread_may_import_the_module_at_the_same_time():
    code = """
import builtins, threading
real_import = builtins.__import__
results = []

def work():
    import yaml
    from inspect import signature
    results.append(yaml.safe_load("[1]"))
    results.append(str(signature(lambda artery, vein=1: 0)))

def import_beside_a_thread(name, *arguments, **named):
    if name == LAST and not threads:
        threads.append(threading.Thread(target=work))
        threads[0].start()
        threads[0].join()
    return real_import(name, *arguments, **named)

builtins.__import__ = import_beside_a_thread
for LAST, module in (
    ("click", "liverdeck.cli.lean_click"), ("genanki", "liverdeck.anki.lean_genanki")
):
    threads = []
    real_import(module)
print(results)
"""
    assert output_of(code) == "[[1], '(artery, vein=1)', [1], '(artery, vein=1)']"


def test_blocks_of_two_threads_wait_for_each_other():
    import colorsys as real

    entered, may_leave = threading.Event(), threading.Event()

    def work():
        with stand_ins(stand_in("colorsys")):
            entered.set()
            may_leave.wait(10)

    thread = threading.Thread(target=work)
    with stand_ins(stand_in("colorsys")):
        thread.start()
        entered.wait(0.1)
    may_leave.set()
    thread.join()
    assert sys.modules["colorsys"] is real
