"""How multiple choice cards look: tap an option and see what is right, and why the others are not.

The options are shuffled each time the card is shown. Without JavaScript the front shows them as they are stored, and
the back marks the right one and gives the reasons. Buttons, not list items, so that keyboards and screen readers work.
"""

STYLE = """\
.card { --ld-right: #0a6b3d; --ld-wrong: #b3261e; }
.card.nightMode, .nightMode .card, .card.night_mode, .night_mode .card { --ld-right: #6dd58c; --ld-wrong: #f2b8b5; }
.ld .ld-options { list-style: none; padding: 0; }
.ld .ld-options li { border: 1px solid var(--ld-line); border-radius: .5em; margin: 0 0 .5rem; padding: .6em .75em; }
.ld .ld-options .ld-why-not { display: none; font-size: .85em; margin-top: .25em; }
.ld-front .ld-options li { cursor: pointer; min-height: 1.6em; }
.ld-front .ld-options li:focus { outline: 3px solid var(--ld-blank); }
.ld-done .ld-options li { cursor: auto; }
.ld-back .ld-why-not, .ld-done .ld-why-not { display: block !important; }
.ld-back li[data-key], .ld-done li[data-key] { border: 2px solid var(--ld-right); }
.ld-back li[data-key]::before, .ld-done li[data-key]::before { content: "✓ "; color: var(--ld-right); }
.ld-done li.ld-taken:not([data-key]) { border: 2px solid var(--ld-wrong); }
.ld-done li.ld-taken:not([data-key])::before { content: "✗ "; color: var(--ld-wrong); }
"""

_SCRIPT = """\
<script>
(function () {
  var root = document.querySelector('.ld-front'), list = root && root.querySelector('.ld-options');
  if (!list || list.getAttribute('data-ready')) { return; }
  list.setAttribute('data-ready', '1');
  var items = [].slice.call(list.children);
  if (!list.hasAttribute('data-fixed')) {
    for (var i = items.length - 1; i > 0; i--) {
      var j = Math.floor(Math.random() * (i + 1)), swap = items[i];
      items[i] = items[j]; items[j] = swap;
    }
    items.forEach(function (item) { list.appendChild(item); });
  }
  function take(item) {
    if (root.classList.contains('ld-done')) { return; }
    item.classList.add('ld-taken');
    root.classList.add('ld-done');
    items.forEach(function (each) { each.removeAttribute('role'); each.removeAttribute('tabindex'); });
    var said = root.querySelector('.ld-said');
    said.textContent = item.hasAttribute('data-key') ? 'Right.' : 'Wrong.';
  }
  items.forEach(function (item) {
    item.setAttribute('role', 'button');
    item.setAttribute('tabindex', '0');
    item.addEventListener('click', function (event) { event.stopPropagation(); take(item); });
    item.addEventListener('keydown', function (event) {
      if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); event.stopPropagation(); take(item); }
    });
  });
})();
</script>"""

_ASKED = '<div dir="auto">{{Ask}}</div>{{#Image}}{{Image}}{{/Image}}\n{{Options}}'

FRONT = f"""\
{{{{#Ask}}}}<div class="ld ld-front">{_ASKED}
<div class="ld-said ld-label" role="status"></div></div>
{_SCRIPT}{{{{/Ask}}}}"""
BACK = f"""\
<div class="ld ld-back">{_ASKED}
<hr id="answer">
{{{{#Why}}}}<div class="ld-why" dir="auto"><div class="ld-label" dir="ltr">Why</div>{{{{Why}}}}</div>{{{{/Why}}}}
{{{{#Note}}}}<div class="ld-note" dir="auto"><div class="ld-label" dir="ltr">Beyond the document</div>
{{{{Note}}}}</div>{{{{/Note}}}}
{{{{#MyNotes}}}}<div class="ld-mine" dir="auto"><div class="ld-label" dir="ltr">My notes</div>
{{{{MyNotes}}}}</div>{{{{/MyNotes}}}}
{{{{#Source}}}}<div class="ld-source" dir="auto">{{{{Source}}}}</div>{{{{/Source}}}}
</div>"""
