import base64
import hashlib
import html
import re
import subprocess
import sys

import minijinja
import pytest

from liverdeck.base.pages import html_page

TEMPLATE = """\
<!doctype html>
{% include "head.html.j2" %}
<style>{{ look|safe }}</style><style>{{ frame|safe }}</style>
{% if script %}
<script>{{ script|safe }}</script>
{% endif %}
<p>{{ text }}</p>
"""
STYLES = {"look": "p > b { color: red }", "frame": "p { margin: 0 }"}


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "page.html.j2"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def page_of(template, text="text", *, may_show_pictures=False, script=""):
    return html_page(
        template,
        {"text": text},
        styles=STYLES,
        script=script,
        may_show_pictures=may_show_pictures,
    ).decode()


def policy_of(page):
    return html.unescape(re.search(r'Policy" content="([^"]*)"', page)[1])


def hashes_of(page, tag):
    texts = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    digests = [hashlib.sha256(text.encode()).digest() for text in texts]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def test_a_page_without_script_and_pictures_may_use_only_its_styles(template):
    page = page_of(template)
    assert "<script" not in page
    assert policy_of(page) == (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src {' '.join(hashes_of(page, 'style'))}"
    )


def test_the_policy_allows_the_script_of_the_page(template):
    page = page_of(template, script="if (1 < 2 && true) run('it')")
    (script_hash,) = hashes_of(page, "script")
    assert f"; script-src {script_hash}; style-src " in policy_of(page)


def test_pictures_come_only_from_the_page_itself(template):
    assert "; img-src data:; " in policy_of(page_of(template, may_show_pictures=True))


def test_a_value_is_escaped(template):
    page = page_of(template, '</p><script a="b">')
    assert "<p>&lt;/p&gt;&lt;script a=&#34;b&#34;&gt;</p>" in page


def test_half_of_a_surrogate_pair_is_written_as_replacement_characters(template):
    assert "<p>a\ufffd\ufffd\ufffdb</p>" in page_of(template, "a\ud800b")


def test_a_name_without_a_value_is_an_error(template):
    with pytest.raises(minijinja.TemplateError, match="text"):
        html_page(template, {}, styles=STYLES, may_show_pictures=False)


def test_a_template_may_include_another_template_of_its_folder(template):
    (template.parent / "part.html.j2").write_text("<i>{{ text }}</i>", encoding="utf-8")
    template.write_text(
        '{% include "head.html.j2" %}{% include "part.html.j2" %}', encoding="utf-8"
    )
    assert page_of(template).endswith("<i>text</i>")


def test_a_template_without_the_head_of_all_pages_is_an_error(template):
    text = TEMPLATE.replace('{% include "head.html.j2" %}', "")
    template.write_text(text, encoding="utf-8")
    with pytest.raises(AssertionError, match=r"page.html.j2 does not include head"):
        page_of(template, 'http-equiv="Content-Security-Policy"')


@pytest.mark.slow
@pytest.mark.parametrize(
    "module",
    [
        "preview.page",
        "quiz.formats.html",
        "quiz.formats.print",
        "study.statistics.statistics_page",
    ],
)
def test_minijinja_is_loaded_only_when_a_page_is_written(module):
    code = f"import sys, liverdeck.{module}; print('minijinja' in sys.modules)"
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == "False"
