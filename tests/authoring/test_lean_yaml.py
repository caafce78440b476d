"""PyYAML without patterns that are compiled at its import."""

import subprocess
import sys

CODE = """
import liverdeck.authoring.lean_yaml, copy, re, sys, yaml
found = {name: vars(module).get("re", re) for name, module in sys.modules.items()}
with_stand_in = {
    name
    for name, value in found.items()
    if isinstance(value, type(re)) and value is not re
}
assert {name.split(".")[0] for name in with_stand_in} == {"yaml"}, with_stand_in
assert "compiled" not in vars(yaml.reader.Reader.NON_PRINTABLE)
text = "[1, 2.5, 0x10, yes, ~, 2024-05-06, 2024-05-06 07:08:09, plain]"
data = yaml.load(text, yaml.SafeLoader)
assert data[:5] == [1, 2.5, 16, True, None], data
assert [str(value) for value in data[5:]] == [
    "2024-05-06", "2024-05-06 07:08:09", "plain"
], data
assert yaml.safe_load(yaml.safe_dump(data)) == data
resolvers = copy.deepcopy(yaml.SafeLoader.yaml_implicit_resolvers)
assert any(pattern.match("12") for _, pattern in resolvers["1"])
try:
    yaml.load("a\\x00b", yaml.SafeLoader)
except yaml.reader.ReaderError:
    print("refused")
"""


def test_the_parser_in_python_still_works_in_the_same_process():
    process = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=False
    )
    assert (process.stdout, process.stderr) == ("refused\n", "")
