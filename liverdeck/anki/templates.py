"""The look of the cards of facts: HTML and CSS for any phone, without JavaScript.

At night Anki darkens only `.card`, so every other colour is a variable with one value
for day and one for night. The classes have the prefix `ld` because in some apps, a
learner's other note types are on the same page as ours. Blocks are `div` and not `p`: a
field that a learner has edited may contain blocks, and `p` must not contain any.

The items of a list are covered on the front. A tap ticks the hidden box of an item, and
the styling then shows the item. By the class `tappable`, AnkiMobile and AnkiDroid know
that a tap must not turn the card.

Labels such as *Why* are part of the templates, in the note type's language, and not of
fields. The text of the templates is hashed (see `look_hash`). A backslash at the end of
a line joins the line with the next line. In an f-string, `{{{{` becomes Anki's `{{`.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.facts.citation import READ_ON
from liverdeck.facts.fact import NOTE_LABEL

if TYPE_CHECKING:
    from liverdeck.catalogue.learner_words import Words

_STYLE = """\
.card {
  --ld-blank: #0b57d0; --ld-soft: #5a5f66; --ld-line: #c9ced4; --ld-tint: #f1f4f8;
  color: #1b1d20; background: #fff; text-align: left;
  font: 1.25rem/1.5 -apple-system, "Segoe UI", Roboto, "Noto Sans", \
"DejaVu Sans", sans-serif;
}
.card.nightMode, .nightMode .card, .card.night_mode, .night_mode .card {
  --ld-blank: #8ab4f8; --ld-soft: #b4bac2; --ld-line: #565b61; --ld-tint: #3a3d41;
  color: #ececec; background: #2c2c2c;
}
.ld { max-width: 36rem; margin: 0 auto; padding: .5rem; overflow-wrap: anywhere; }
.ld > div, .ld > details { margin: 0 0 .75rem; }
.ld img { display: block; max-width: 100%; max-height: 60vh; margin: 0 auto .75rem; \
background: #fff; }
.ld img[src$=".svg"], .ld img[src^="data:image/svg"] { padding: .5rem; \
border-radius: .4rem; }
.ld figure { margin: 0 0 .75rem; }
.ld figure img { margin-bottom: .2rem; }
.ld figcaption { text-align: center; }
.ld audio { max-width: 100%; }
.ld ul, .ld ol { margin: 0 0 .75rem; padding-left: 1.5em; }
.ld .cloze, .ld .ld-answer { color: var(--ld-blank); font-weight: 600; }
.ld a { color: inherit; text-decoration: underline; }
.ld .ld-source, .ld .ld-hint, .ld figcaption { color: var(--ld-soft); font-size: .8em; }
.ld .ld-note, .ld .ld-mine { border-left: 3px solid var(--ld-line); \
padding-left: .75em; font-size: .9em; }
.ld .ld-why { background: var(--ld-tint); border-radius: .4em; \
padding: .5em .75em; font-size: .9em; }
.ld .ld-label { color: var(--ld-soft); font-size: .8em; font-weight: 600; }
.ld hr { border: 0; border-top: 1px solid var(--ld-line); margin: 1rem 0; }
"""

_FRONT_MEDIA = "{{FrontPictures}}{{FrontAudio}}"
_BACK_MEDIA = "{{BackPictures}}{{BackAudio}}"


@value_class
class Template:
    """The look of one card of a note type: the HTML of its front and back."""

    name: str
    front: str
    back: str


def style(words: Words) -> str:
    """Return the CSS that all note types share."""
    before, after = words.text(READ_ON, day="\0").split("\0")
    return (
        f"{_STYLE}.ld time::before {{ content: {css_text(before)}; }}\n"
        f".ld time::after {{ content: {css_text(after)}; }}\n"
    )


def list_style(words: Words) -> str:
    """Return the CSS of lists in addition to `style`.

    On the front, an item shows its hint and the word for *show* until it is tapped.
    """
    show = css_text(words.text("Show"))
    in_order = css_text(words.text("In order"))
    return f"""\
.ld .ld-group {{ font-weight: 600; }}
.ld ol.ld-items::before {{ content: {in_order}; color: var(--ld-soft); \
font-size: .8em; }}
.ld .ld-items span {{ color: var(--ld-blank); font-weight: 600; }}
.ld .ld-items input {{ position: absolute; opacity: 0; }}
.ld .ld-items small, .ld-front .ld-items span {{ display: none; }}
.ld-front .ld-items label {{ display: block; background: var(--ld-tint); \
border-radius: .4em; margin: 0 0 .4rem; padding: .3em .75em; min-height: 1.5em; \
cursor: pointer; }}
.ld-front .ld-items small {{ display: inline; color: var(--ld-soft); }}
.ld-front .ld-items small::before {{ content: {show}; }}
.ld-front .ld-items small:not(:empty)::before {{ content: {show} " · "; }}
.ld-front .ld-items :focus-visible ~ small {{ outline: 3px solid var(--ld-blank); }}
.ld-front .ld-items :checked ~ small {{ display: none; }}
.ld-front .ld-items :checked ~ span {{ display: inline; }}
"""


def css_text(text: str) -> str:
    """Return a text as a string of CSS, with double quotes around it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def below_answer(words: Words) -> str:
    """Return the HTML of every card below the answer, up to the end of its back."""
    my_notes_label = _label(words.text("My notes"))
    report_text = html.escape(words.text("Report a mistake"))
    return f"""\
{_BACK_MEDIA}
{{{{#Why}}}}<div class="ld-why" dir="auto">\
{_label(words.text("Why"))}{{{{Why}}}}</div>{{{{/Why}}}}
{{{{#Note}}}}<div class="ld-note" dir="auto">\
{_label(words.text(NOTE_LABEL))}{{{{Note}}}}</div>{{{{/Note}}}}
{{{{#MyNotes}}}}<div class="ld-mine" dir="auto">\
{my_notes_label}{{{{MyNotes}}}}</div>{{{{/MyNotes}}}}
{{{{#Source}}}}<div class="ld-source" dir="auto">\
{{{{#Link}}}}<a href="{{{{Link}}}}">{{{{/Link}}}}{{{{Source}}}}\
{{{{#Link}}}}</a>{{{{/Link}}}}</div>{{{{/Source}}}}
{{{{#Report}}}}<div class="ld-source">\
<a href="{{{{Report}}}}">{report_text}</a></div>{{{{/Report}}}}
</div>"""


def _label(text: str) -> str:
    return f'<div class="ld-label" dir="ltr">{html.escape(text)}</div>'


def _hint(field: str, words: Words) -> str:
    """Return the hint in a field, covered until the learner taps it."""
    return (
        f'{{{{#{field}}}}}<details class="ld-hint" dir="auto">'
        f'<summary class="tappable">{html.escape(words.text("Hint"))}</summary>'
        f"{{{{{field}}}}}</details>{{{{/{field}}}}}"
    )


def cloze(words: Words) -> Template:
    """Return the card of a blank."""
    front = (
        f'<div class="ld"><div dir="auto">{{{{cloze:Text}}}}</div>{_FRONT_MEDIA}</div>'
    )
    back = f"""\
<div class="ld"><div dir="auto">{{{{cloze:Text}}}}</div>{{{{FrontPictures}}}}
<hr id="answer">
{below_answer(words)}"""
    return Template("Cloze", front, back)


def question(words: Words) -> Template:
    """Return the card of a question."""
    front = (
        '{{#Ask}}<div class="ld"><div dir="auto">{{Ask}}</div>'
        f"{_FRONT_MEDIA}{_hint('Hint', words)}</div>{{{{/Ask}}}}"
    )
    back = f"""\
<div class="ld"><div dir="auto">{{{{Ask}}}}</div>{{{{FrontPictures}}}}
<hr id="answer">
<div class="ld-answer" dir="auto">{{{{Answer}}}}</div>
{below_answer(words)}"""
    return Template("Question", front, back)


def reverse(words: Words) -> Template:
    """Return the card of a reverse question.

    Its whole front is inside `{{#ReverseAsk}}`, so Anki makes no second card while
    ReverseAsk is empty. The pictures and sounds for the front of the first card may
    give the answer away, so they are on the back of this card.
    """
    front = (
        '{{#ReverseAsk}}<div class="ld"><div dir="auto">{{ReverseAsk}}</div>'
        f"{_hint('ReverseHint', words)}</div>{{{{/ReverseAsk}}}}"
    )
    back = f"""\
<div class="ld"><div dir="auto">{{{{ReverseAsk}}}}</div>
<hr id="answer">
<div class="ld-answer" dir="auto">{{{{ReverseAnswer}}}}</div>
{_FRONT_MEDIA}{below_answer(words)}"""
    return Template("Reverse", front, back)


def list_(words: Words) -> Template:
    """Return the card of a list, or of a group of a long list."""
    ask_and_group = (
        '<div dir="auto">{{Ask}}</div>'
        '{{#Group}}<div class="ld-group" dir="auto">{{Group}}</div>{{/Group}}'
    )
    items = '<div dir="auto">{{Items}}</div>'
    front = (
        f'{{{{#Ask}}}}<div class="ld ld-front">{ask_and_group}{_FRONT_MEDIA}'
        f"{items}</div>{{{{/Ask}}}}"
    )
    back = f"""\
<div class="ld">{ask_and_group}{{{{FrontPictures}}}}
<hr id="answer">
{items}
{below_answer(words)}"""
    return Template("List", front, back)
