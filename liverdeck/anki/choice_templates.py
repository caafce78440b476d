"""How multiple choice cards look.

A learner taps an option. The card then shows which option is right and why the others
are wrong. The options are shuffled each time the question is shown, except in an item
that keeps their order.

The answer side shows the same order and marks the option that was chosen, if the app
allows it. The script keeps the order and the chosen option in `window`, which works if
both sides share a page, and in `sessionStorage`. Without JavaScript, both sides show
the options in their stored order. The answer side still marks the right option and
gives the reasons.

The text of the templates is hashed (see `look_hash`). A backslash at the end of a line
joins it with the next one. In an f-string, `{{{{` stands for Anki's `{{`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from liverdeck.anki.templates import Template, below_answer

if TYPE_CHECKING:
    from liverdeck.catalogue.learner_words import Words

STYLE = """\
.card { --ld-right: #0a6b3d; --ld-wrong: #b3261e; }
.card.nightMode, .nightMode .card, .card.night_mode, .night_mode .card \
{ --ld-right: #6dd58c; --ld-wrong: #f2b8b5; }
.ld .ld-options { list-style: none; padding: 0; }
.ld .ld-options li { border: 1px solid var(--ld-line); border-radius: .5em; \
margin: 0 0 .5rem; padding: .6em .75em; }
.ld .ld-options .ld-why-not { display: none; font-size: .85em; margin-top: .25em; }
.ld-front .ld-options li { cursor: pointer; min-height: 1.6em; }
.ld-front .ld-options li:focus-visible { outline: 3px solid var(--ld-blank); }
.ld-done .ld-options li { cursor: auto; }
.ld-back .ld-options .ld-why-not, .ld-done .ld-options .ld-why-not { display: block; }
.ld-back .ld-options li[data-key], .ld-done .ld-options li[data-key] \
{ border: 2px solid var(--ld-right); }
.ld-back li[data-key]::before, .ld-done li[data-key]::before \
{ content: "✓ "; color: var(--ld-right); }
.ld .ld-options li.ld-taken:not([data-key]) { border: 2px solid var(--ld-wrong); }
.ld li.ld-taken:not([data-key])::before { content: "✗ "; color: var(--ld-wrong); }
"""

_SCRIPT = """\
<script>
(function () {
  var list = document.querySelector('.ld-options'), \
root = document.querySelector('.ld-front');
  if (!list || list.getAttribute('data-ready')) { return; }
  list.setAttribute('data-ready', '1');
  var items = [].slice.call(list.children), \
order = items.map(function (_, place) { return place; }), taken = -1;
  var name = 'ld' + list.getAttribute('data-item');
  function keep() {
    window[name] = JSON.stringify([order, taken]);
    try { sessionStorage.setItem(name, window[name]); } \
catch (error) { /* this app has none: the order is lost */ }
  }
  function kept() {
    var text = window[name];
    try { text = text || sessionStorage.getItem(name); } \
catch (error) { /* likewise */ }
    return text ? JSON.parse(text) : [order, -1];
  }
  function show() \
{ order.forEach(function (place) { list.appendChild(items[place]); }); }
  if (!root) {
    var had = kept();
    if (had[0].length === items.length) { order = had[0]; taken = had[1]; show(); }
    if (items[taken]) { items[taken].className = 'ld-taken'; }
    return;
  }
  if (!list.hasAttribute('data-fixed')) {
    for (var i = order.length - 1; i > 0; i--) {
      var j = Math.floor(Math.random() * (i + 1)), swap = order[i];
      order[i] = order[j]; order[j] = swap;
    }
    show();
  }
  keep();
  function take(place) {
    if (taken >= 0) { return; }
    taken = place;
    keep();
    items[place].className = 'ld-taken';
    root.className += ' ld-done';
    items.forEach(function (each) \
{ each.removeAttribute('role'); each.removeAttribute('tabindex'); });
    root.querySelector('.ld-said').textContent = \
items[place].hasAttribute('data-key') ? RIGHT : WRONG;
  }
  items.forEach(function (item, place) {
    item.setAttribute('role', 'button');
    item.setAttribute('tabindex', '0');
    item.onclick = function (event) { event.stopPropagation(); take(place); };
    item.onkeydown = function (event) {
      if (event.key !== 'Enter' && event.key !== ' ') { return; }
      event.preventDefault();
      event.stopPropagation();
      take(place);
    };
  });
})();
</script>"""

_QUESTION_AND_OPTIONS = '<div dir="auto">{{Ask}}</div>{{FrontPictures}}\n{{Options}}'


def choice(words: Words) -> Template:
    """Return the card of a multiple choice question."""
    script = _SCRIPT.replace("RIGHT", _script_text(words.text("Right.")))
    script = script.replace("WRONG", _script_text(words.text("Wrong.")))
    front = f"""\
{{{{#Ask}}}}<div class="ld ld-front">{_QUESTION_AND_OPTIONS}{{{{FrontAudio}}}}
<div class="ld-said ld-label" role="status"></div></div>
{script}{{{{/Ask}}}}"""
    back = f"""\
<div class="ld ld-back">{_QUESTION_AND_OPTIONS}
<hr id="answer">
{below_answer(words)}
{script}"""
    return Template("Choice", front, back)


def _script_text(text: str) -> str:
    """Return a text as JavaScript writes it, in ASCII."""
    return json.dumps(text)
