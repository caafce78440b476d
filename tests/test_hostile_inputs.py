"""Readers read some hostile inputs; `python -m tests.hostile_inputs` reads more."""

import sys

import pytest

from tests.hostile_inputs import faults_of


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="bounds a process as Linux can")
def test_no_reader_fails_or_takes_too_much():
    faults, _ = faults_of(0, 240)
    assert faults == []
