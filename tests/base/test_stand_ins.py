"""Stand-ins for modules, while another module is imported."""

import sys

import pytest

from liverdeck.base.stand_ins import stand_in, stand_ins


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
