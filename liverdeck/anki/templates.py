"""How the cards of facts look: HTML and CSS for any phone, without JavaScript.

At night Anki darkens only `.card`, so every other colour is a variable with one value
for day and one for night. The classes have the prefix `ld` because in some apps a
learner's other note types share the page with ours. Blocks are `div` and not `p`: a
field that a learner has edited may contain blocks, and `p` must not contain any.

The text of the templates is hashed and must not change by a byte. A backslash at the
end of a line joins it with the next one. In an f-string, `{{{{` stands for Anki's `{{`.
"""

from liverdeck.facts.fact import NOTE_LABEL

STYLE = """\
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
.ld > div { margin: 0 0 .75rem; }
.ld img { display: block; max-width: 100%; max-height: 60vh; margin: 0 auto .75rem; }
.ld ul, .ld ol { margin: 0 0 .75rem; padding-left: 1.5em; }
.ld .cloze, .ld .ld-answer { color: var(--ld-blank); font-weight: 600; }
.ld .ld-group { font-weight: 600; }
.ld .ld-count, .ld .ld-source { color: var(--ld-soft); font-size: .8em; }
.ld .ld-note, .ld .ld-mine { border-left: 3px solid var(--ld-line); \
padding-left: .75em; font-size: .9em; }
.ld .ld-why { background: var(--ld-tint); border-radius: .4em; \
padding: .5em .75em; font-size: .9em; }
.ld .ld-label { color: var(--ld-soft); font-size: .8em; font-weight: 600; }
.ld hr { border: 0; border-top: 1px solid var(--ld-line); margin: 1rem 0; }
"""

IMAGE = "{{#Image}}{{Image}}{{/Image}}"
"""The picture of a note, if it has one."""
BELOW_ANSWER = f"""\
{{{{#Why}}}}<div class="ld-why" dir="auto">\
<div class="ld-label" dir="ltr">Why</div>{{{{Why}}}}</div>{{{{/Why}}}}
{{{{#Note}}}}<div class="ld-note" dir="auto">\
<div class="ld-label" dir="ltr">{NOTE_LABEL}</div>
{{{{Note}}}}</div>{{{{/Note}}}}
{{{{#MyNotes}}}}<div class="ld-mine" dir="auto">\
<div class="ld-label" dir="ltr">My notes</div>
{{{{MyNotes}}}}</div>{{{{/MyNotes}}}}
{{{{#Source}}}}<div class="ld-source" dir="auto">{{{{Source}}}}</div>{{{{/Source}}}}
</div>"""
"""What every card has below the answer, up to the end of its back."""

CLOZE_FRONT = f'<div class="ld"><div dir="auto">{{{{cloze:Text}}}}</div>{IMAGE}</div>'
CLOZE_BACK = f"""\
<div class="ld"><div dir="auto">{{{{cloze:Text}}}}</div>{IMAGE}
<hr id="answer">
{BELOW_ANSWER}"""

QUESTION_FRONT = (
    '{{#Ask}}<div class="ld"><div dir="auto">{{Ask}}</div>' + IMAGE + "</div>{{/Ask}}"
)
QUESTION_BACK = f"""\
<div class="ld"><div dir="auto">{{{{Ask}}}}</div>{IMAGE}
<hr id="answer">
<div class="ld-answer" dir="auto">{{{{Answer}}}}</div>
{BELOW_ANSWER}"""

# The whole front is inside the condition, so Anki makes no second card while ReverseAsk
# is empty.
REVERSE_FRONT = (
    '{{#ReverseAsk}}<div class="ld">'
    '<div dir="auto">{{ReverseAsk}}</div></div>{{/ReverseAsk}}'
)
REVERSE_BACK = f"""\
<div class="ld"><div dir="auto">{{{{ReverseAsk}}}}</div>
<hr id="answer">
<div class="ld-answer" dir="auto">{{{{ReverseAnswer}}}}</div>
{IMAGE}
{BELOW_ANSWER}"""

LIST_FRONT = QUESTION_FRONT
LIST_BACK = f"""\
<div class="ld"><div dir="auto">{{{{Ask}}}}</div>{IMAGE}
<hr id="answer">
<div dir="auto">{{{{Items}}}}</div>
{BELOW_ANSWER}"""
