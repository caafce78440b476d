"""How the cards look: HTML and CSS, small enough for any phone, right without JavaScript.

Anki darkens `.card` alone at night, so every other colour is a variable with a value for day and one for night. The
classes carry our prefix because a learner's other note types share the page with these in some apps.
"""

STYLE = """\
.card {
  --ld-blank: #0b57d0; --ld-soft: #5a5f66; --ld-line: #c9ced4; --ld-tint: #f1f4f8;
  color: #1b1d20; background: #fff; text-align: left;
  font: 1.25rem/1.5 -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
}
.card.nightMode, .nightMode .card, .card.night_mode, .night_mode .card {
  --ld-blank: #8ab4f8; --ld-soft: #b4bac2; --ld-line: #565b61; --ld-tint: #3a3d41;
  color: #ececec; background: #2c2c2c;
}
.ld { max-width: 36rem; margin: 0 auto; padding: .5rem; overflow-wrap: anywhere; }
.ld p { margin: 0 0 .75rem; }
.ld img { display: block; max-width: 100%; max-height: 60vh; margin: 0 auto .75rem; }
.ld ul, .ld ol { margin: 0 0 .75rem; padding-left: 1.5em; }
.ld .cloze, .ld .ld-answer { color: var(--ld-blank); font-weight: 600; }
.ld .ld-group { display: block; font-weight: 600; }
.ld .ld-count, .ld .ld-source { color: var(--ld-soft); font-size: .8em; }
.ld .ld-count { display: block; }
.ld .ld-note, .ld .ld-mine { border-left: 3px solid var(--ld-line); padding-left: .75em; font-size: .9em; }
.ld .ld-why { background: var(--ld-tint); border-radius: .4em; padding: .5em .75em; font-size: .9em; }
.ld b { display: block; color: var(--ld-soft); font-size: .8em; }
.ld hr { border: 0; border-top: 1px solid var(--ld-line); margin: 1rem 0; }
"""

_IMAGE = "{{#Image}}{{Image}}{{/Image}}"
_BEHIND = """\
{{#Why}}<p class="ld-why" dir="auto"><b>Why</b>{{Why}}</p>{{/Why}}
{{#Note}}<p class="ld-note" dir="auto"><b>Beyond the document</b>{{Note}}</p>{{/Note}}
{{#MyNotes}}<p class="ld-mine" dir="auto"><b>My notes</b>{{MyNotes}}</p>{{/MyNotes}}
{{#Source}}<p class="ld-source" dir="auto">{{Source}}</p>{{/Source}}
</div>"""

CLOZE_FRONT = f'<div class="ld"><p dir="auto">{{{{cloze:Text}}}}</p>{_IMAGE}</div>'
CLOZE_BACK = f'<div class="ld"><p dir="auto">{{{{cloze:Text}}}}</p>{_IMAGE}\n<hr id="answer">\n{_BEHIND}'

QUESTION_FRONT = f'{{{{#Ask}}}}<div class="ld"><p dir="auto">{{{{Ask}}}}</p>{_IMAGE}</div>{{{{/Ask}}}}'
QUESTION_BACK = f"""\
<div class="ld"><p dir="auto">{{{{Ask}}}}</p>{_IMAGE}
<hr id="answer">
<p class="ld-answer" dir="auto">{{{{Answer}}}}</p>
{_BEHIND}"""

# The whole front stands inside the condition: while ReverseAsk is empty, Anki makes no second card.
REVERSE_FRONT = '{{#ReverseAsk}}<div class="ld"><p dir="auto">{{ReverseAsk}}</p></div>{{/ReverseAsk}}'
REVERSE_BACK = f"""\
<div class="ld"><p dir="auto">{{{{ReverseAsk}}}}</p>
<hr id="answer">
<p class="ld-answer" dir="auto">{{{{ReverseAnswer}}}}</p>
{_IMAGE}
{_BEHIND}"""

LIST_FRONT = QUESTION_FRONT
LIST_BACK = f"""\
<div class="ld"><p dir="auto">{{{{Ask}}}}</p>{_IMAGE}
<hr id="answer">
<div dir="auto">{{{{Items}}}}</div>
{_BEHIND}"""
