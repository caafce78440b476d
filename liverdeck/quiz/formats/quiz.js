"use strict";
(function () {
  const root = document.documentElement;
  const practice = root.dataset.mode === "practice";
  const keys = JSON.parse(document.getElementById("key").textContent);
  const form = document.getElementById("quiz");
  const sections = Array.from(document.querySelectorAll(".item"));
  const go = document.getElementById("go");
  const result = document.getElementById("result");
  const progress = document.getElementById("progress");
  const notice = document.getElementById("notice");
  const bar = progress.querySelector("progress");
  let round = sections.map((_, number) => number);
  let at = 0;
  let scores = new Map();
  let timer = 0;

  let warned = false;

  const level = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[’‘`´]/g, "'").replace(/'s\b/g, "").replace(/≤/g, "<=").replace(/≥/g, ">=").replace(/[−–]/g, "-")
    .replace(/-(?!\d)|(?<=[\p{L}\p{N}])-/gu, " ").replace(/[^\p{L}\p{N}.<>=%+/⁄-]+/gu, " ").replace(/\.(?!\d)/g, " ")
    .replace(/\b(?:the|an?|its?|their)\s+(?=\S)/g, "").trim().replace(/(?<!\d)\s+|\s+(?!\d)/g, "");
  const NUMBER = /^[=~≈]?([+-]?)(\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|[.,]\d+)(?:e([+-]?\d+)|\/(\d+))?(.*)$/;

  function numberIn(text, unit) {
    const plain = text.normalize("NFKC").replace(/[−–]/g, "-").replace(/⁄/g, "/").trim().toLowerCase();
    const found = NUMBER.exec(plain);
    if (!found || (found[5].trim() && level(found[5]) !== level(unit))) { return NaN; }
    const grouped = /^\d{1,3}(?:[, ]\d{3})+/.test(found[2]);
    const digits = grouped ? found[2].replace(/[, ]/g, "") : found[2].replace(",", ".");
    return Number(found[1] + digits) * 10 ** Number(found[3] || 0) / Number(found[4] || 1);
  }

  function typed(section) { return section.querySelector("input[type=text], textarea").value; }
  function fields(section, name) { return Array.from(section.querySelectorAll(name)); }

  function isOneOf(texts, line) { return line !== "" && texts.some((text) => level(text) === line); }

  function gradeText(key, section) {
    const said = typed(section);
    if (key.number) {
      const off = Math.abs(numberIn(said, key.unit) - Number(key.number[0]));
      return { got: off <= Number(key.number[1]) + 1e-9 ? 1 : 0 };
    }
    const plain = level(said);
    if (isOneOf(key.right[0], plain)) { return { got: 1 }; }
    const met = key.wrong.find(([text]) => isOneOf([text], plain));
    return { got: 0, why: met && met[1], open: isOneOf(key.open, plain) };
  }

  function linesOf(key, text) {
    const isNamed = (line) => key.right.some((texts) => isOneOf(texts, level(line)));
    return text.split(/[\n;]/).flatMap((line) => isNamed(line) ? [line] : line.split(/,(?!\d)/))
      .filter((line) => level(line) !== "" && !isOneOf(key.open, level(line)));
  }

  function longestRise(places) {
    const rises = places.map(() => 1);
    places.forEach((place, at) => {
      for (let before = 0; before < at; before += 1) {
        if (places[before] < place) { rises[at] = Math.max(rises[at], rises[before] + 1); }
      }
    });
    return Math.max(0, ...rises);
  }

  function gradeList(key, section) {
    const lines = linesOf(key, typed(section)), named = [], unknown = [];
    for (const line of lines) {
      const found = key.right.findIndex((texts) => isOneOf(texts, level(line)));
      if (found < 0) { unknown.push(line.trim()); } else if (!named.includes(found)) { named.push(found); }
    }
    const hits = key.ordered ? longestRise(named) : named.length;
    const got = Math.max(0, Math.min(hits, key.need) - Math.max(0, lines.length - key.need));
    const missing = key.right.filter((_, place) => !named.includes(place)).map((texts) => texts[0]);
    const said = [unknown.length ? "Not in the list: " + unknown.join(", ") + "." : "",
                  missing.length && got < key.points ? "Not named: " + missing.join(", ") + "." : ""];
    return { got, why: said.filter(Boolean).join(" ") };
  }

  function gradeChoice(key, section) {
    const taken = fields(section, "input:checked").map((input) => input.value);
    const hits = taken.filter((id) => key.key.includes(id)).length;
    const misses = taken.length - hits;
    const why = taken.filter((id) => !key.key.includes(id)).map((id) => key.whys[id]).filter(Boolean).join(" ");
    return { got: Math.max(0, hits - misses), why };
  }

  function rightValue(key, select) {
    return String(key.type === "matching" ? key.places[select.dataset.pair]
      : key.key.indexOf(select.dataset.option) + 1);
  }

  function gradeSelects(key, section) {
    const selects = fields(section, "select"), hits = selects.filter((each) => each.value === rightValue(key, each));
    return { got: key.type === "matching" ? hits.length : Number(hits.length === selects.length) };
  }

  function isEmpty(place) {
    const section = sections[place];
    return !section.querySelector("input:checked")
      && fields(section, "input[type=text], textarea, select").every((field) => !field.value.trim());
  }

  function grade(place) {
    const key = keys[place], section = sections[place];
    const how = { single: gradeChoice, multiple: gradeChoice, truefalse: gradeChoice, list: gradeList,
                  matching: gradeSelects, ordering: gradeSelects };
    return (how[key.type] || gradeText)(key, section);
  }

  function paragraph(parent, text, name) {
    if (!text) { return; }
    const made = document.createElement("p");
    made.textContent = text;
    made.dir = "auto";
    if (name) { made.className = name; }
    parent.append(made);
  }

  function mark(place, graded) {
    const key = keys[place], section = sections[place], full = graded.got === key.points;
    section.classList.add(full ? "right" : "wrong");
    for (const label of fields(section, ".option")) {
      const isKey = key.key.includes(label.dataset.option), taken = label.querySelector("input").checked;
      const sign = label.querySelector(".mark");
      if (isKey) { label.classList.add("is-key"); sign.textContent = "✓ right"; sign.classList.add("is-right"); }
      else if (taken) { sign.textContent = "✗ wrong"; sign.classList.add("is-wrong"); }
    }
    for (const select of fields(section, "select")) {
      const isRight = select.value === rightValue(key, select), sign = select.parentElement.querySelector(".mark");
      const right = Array.from(select.options).find((option) => option.value === rightValue(key, select));
      sign.textContent = isRight ? "✓ right" : "✗ right is: " + right.textContent;
      sign.classList.add(isRight ? "is-right" : "is-wrong");
    }
    for (const field of fields(section, "input, textarea, select")) { field.disabled = true; }
    const box = section.querySelector(".feedback");
    box.replaceChildren();
    const part = graded.got && !full ? "Partly right: " + graded.got + " of " + key.points + " points." : "";
    paragraph(box, full ? "Right." : part || (graded.open ? "Not settled: the document leaves that open." : "Wrong."), "verdict");
    paragraph(box, graded.why);
    if ((!full || key.type === "list") && key.shown) { paragraph(box, "Right is: " + key.shown); }
    if (key.type === "truefalse" && full) { paragraph(box, key.whys[key.key[0]]); }
    paragraph(box, key.why);
    paragraph(box, key.note && "Beyond the document: " + key.note);
    paragraph(box, "Source: " + key.source, "source");
  }

  function clear(place) {
    const section = sections[place];
    section.classList.remove("right", "wrong");
    section.querySelector(".feedback").replaceChildren();
    for (const label of fields(section, ".option")) { label.classList.remove("is-key"); }
    for (const sign of fields(section, ".mark")) {
      sign.textContent = "";
      sign.className = "mark";
    }
    for (const field of fields(section, "input, textarea, select")) {
      field.disabled = false;
      if (field.type === "radio" || field.type === "checkbox") { field.checked = false; } else { field.value = ""; }
    }
  }

  function show() {
    const place = round[at];
    sections.forEach((section, each) => { section.hidden = practice ? each !== place : !round.includes(each); });
    bar.max = round.length;
    bar.value = practice ? at : 0;
    warn("");
    document.getElementById("place").textContent = practice ? "Question " + (at + 1) + " of " + round.length : "";
    go.textContent = practice ? "Check" : "Hand in";
    form.hidden = progress.hidden = false;
    result.hidden = true;
    if (practice && (at || scores.size)) { sections[place].querySelector("legend").focus(); }
  }

  function warn(text) {
    notice.textContent = text;
    warned = text !== "";
  }

  function start() {
    document.getElementById("start").hidden = true;
    begin(round);
  }

  function begin(places) {
    round = places;
    at = 0;
    scores = new Map();
    places.forEach(clear);
    show();
    startClock();
  }

  function finish(timeIsUp) {
    window.clearInterval(timer);
    progress.hidden = true;
    form.hidden = practice;
    go.hidden = true;
    result.hidden = false;
    if (!practice) { document.querySelector("main").prepend(result); }
    const topics = new Map();
    let got = 0, all = 0;
    for (const place of round) {
      const key = keys[place], points = scores.get(place);
      const row = topics.get(key.topic) || [0, 0];
      topics.set(key.topic, [row[0] + points, row[1] + key.points]);
      got += points;
      all += key.points;
    }
    const percent = Math.round(100 * got / all);
    document.getElementById("score").textContent = (timeIsUp ? "The time is up. " : "") + got + " of " + all + " points (" + percent + " %).";
    const body = document.getElementById("topics");
    body.replaceChildren();
    for (const [topic, [points, most]] of topics) {
      const row = body.insertRow();
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = topic;
      row.append(head);
      row.insertCell().textContent = points + " of " + most;
    }
    document.getElementById("retry").hidden = missed().length === 0;
    document.getElementById("result-title").focus();
  }

  function missed() { return round.filter((place) => scores.get(place) < keys[place].points); }

  function take(place) {
    const graded = grade(place);
    scores.set(place, graded.got);
    mark(place, graded);
  }

  function handIn(timeIsUp) {
    round.forEach(take);
    finish(timeIsUp);
  }

  function startClock() {
    const minutes = Number(root.dataset.minutes || 0), clock = document.getElementById("clock");
    window.clearInterval(timer);
    go.hidden = false;
    if (practice || !minutes) { return; }
    const end = Date.now() + minutes * 60000;
    const tick = () => {
      const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      clock.textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0") + " left";
      if (!left) { handIn(true); }
    };
    timer = window.setInterval(tick, 1000);
    tick();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const empty = practice ? Number(isEmpty(round[at]) && !scores.has(round[at])) : round.filter(isEmpty).length;
    if (empty && !warned) {
      warn(practice ? "Nothing is answered yet. Press again to skip." : empty + " not answered. Press again to hand in.");
      return;
    }
    if (!practice) { handIn(false); return; }
    const place = round[at];
    warn("");
    if (!scores.has(place)) {
      take(place);
      bar.value = at + 1;
      go.textContent = at + 1 < round.length ? "Next" : "Show the result";
      go.focus();
    } else if (at + 1 < round.length) {
      at += 1;
      show();
    } else {
      finish();
    }
  });
  form.addEventListener("keydown", (event) => {
    // Enter would hand the whole exam in; here it goes on to the next question.
    if (practice || event.key !== "Enter" || event.target.tagName !== "INPUT") { return; }
    event.preventDefault();
    const next = sections[sections.indexOf(event.target.closest(".item")) + 1];
    (next ? next.querySelector("input, select, textarea") : go).focus();
  });
  form.addEventListener("input", () => {
    if (!practice) { bar.value = round.length - round.filter(isEmpty).length; }
    warn("");
  });
  document.getElementById("begin").addEventListener("click", start);
  document.getElementById("retry").addEventListener("click", () => begin(missed()));
  document.getElementById("again").addEventListener("click", () => begin(sections.map((_, place) => place)));
  document.getElementById("print").addEventListener("click", () => window.print());
  if (!practice && root.dataset.minutes) { document.getElementById("start").hidden = false; } else { start(); }
})();
