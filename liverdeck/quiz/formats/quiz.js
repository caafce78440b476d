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
  const bar = progress.querySelector("progress");
  let round = sections.map((_, number) => number);
  let at = 0;
  let scores = new Map();
  let timer = 0;

  const level = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[’‘`´]/g, "'").replace(/'s\b/g, "").replace(/[^\p{L}\p{N}.<>%+]+/gu, " ").replace(/\.(?!\d)/g, " ")
    .replace(/\b(?:the|an?|its?|their)\b/g, " ").replace(/\s+/g, "");
  const number = (text) => {
    const found = /^[<>=~\s]*([+-]?\d+(?:[.,]\d+)?)/.exec(text.trim().replace("−", "-"));
    return found ? Number(found[1].replace(",", ".")) : NaN;
  };

  function typed(section) { return section.querySelector("input[type=text], textarea").value; }
  function fields(section, name) { return Array.from(section.querySelectorAll(name)); }

  function gradeText(key, section) {
    const said = typed(section);
    if (key.number) {
      const [value, tolerance] = key.number.map(Number);
      return { got: Math.abs(number(said) - value) <= tolerance + 1e-12 ? 1 : 0 };
    }
    const plain = level(said);
    if (key.right[0].some((text) => level(text) === plain)) { return { got: 1 }; }
    const met = key.wrong.find(([text]) => level(text) === plain);
    return { got: 0, why: met && met[1], open: key.open.some((text) => level(text) === plain) };
  }

  function gradeList(key, section) {
    const lines = typed(section).split(/[\n;]|,(?!\d)/).map(level).filter(Boolean);
    const named = [];
    let wrong = 0;
    for (const line of lines) {
      const found = key.right.findIndex((texts) => texts.some((text) => level(text) === line));
      if (found < 0) { wrong += key.open.some((text) => level(text) === line) ? 0 : 1; }
      else if (!named.includes(found)) { named.push(found); }
    }
    const inOrder = !key.ordered || named.every((each, place) => !place || named[place - 1] < each);
    const missing = key.right.filter((_, place) => !named.includes(place)).map((texts) => texts[0]);
    const got = inOrder ? Math.max(0, Math.min(named.length, key.need) - wrong) : 0;
    return { got, why: missing.length && got < key.points ? "Not named: " + missing.join(", ") + "." : "" };
  }

  function gradeChoice(key, section) {
    const taken = fields(section, "input:checked").map((input) => input.value);
    const hits = taken.filter((id) => key.key.includes(id)).length;
    const misses = taken.length - hits;
    const why = taken.filter((id) => !key.key.includes(id)).map((id) => key.whys[id]).filter(Boolean).join(" ");
    return { got: Math.max(0, hits - misses), why };
  }

  function gradeSelects(key, section) {
    const selects = fields(section, "select");
    if (key.type === "matching") {
      return { got: selects.filter((each) => key.pairs[each.dataset.pair] === each.value).length };
    }
    const right = selects.every((each) => Number(each.value) === key.key.indexOf(each.dataset.option) + 1);
    return { got: right ? 1 : 0 };
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
    for (const field of fields(section, "input, textarea, select")) { field.disabled = true; }
    const box = section.querySelector(".feedback");
    box.replaceChildren();
    const part = graded.got && !full ? "Partly right: " + graded.got + " of " + key.points + " points." : "";
    paragraph(box, full ? "Right." : part || (graded.open ? "Not settled: the document leaves that open." : "Wrong."), "verdict");
    paragraph(box, graded.why);
    if (!full || key.type === "list") { paragraph(box, "Right is: " + key.shown); }
    if (key.type === "truefalse" && full) { paragraph(box, key.whys[key.key[0]]); }
    paragraph(box, key.why);
    paragraph(box, key.note && "Beyond the document: " + key.note);
    paragraph(box, "Source: " + key.source, "source");
  }

  function clear(place) {
    const section = sections[place];
    section.classList.remove("right", "wrong");
    section.querySelector(".feedback").replaceChildren();
    for (const label of fields(section, ".option")) {
      label.classList.remove("is-key");
      const sign = label.querySelector(".mark");
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
    document.getElementById("place").textContent = practice ? "Question " + (at + 1) + " of " + round.length : "";
    go.textContent = practice ? "Check" : "Hand in";
    form.hidden = progress.hidden = false;
    result.hidden = true;
    if (practice && (at || scores.size)) { sections[place].querySelector("legend").focus(); }
  }

  function begin(places) {
    round = places;
    at = 0;
    scores = new Map();
    places.forEach(clear);
    show();
    startClock();
  }

  function finish() {
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
    document.getElementById("score").textContent = got + " of " + all + " points (" + percent + " %).";
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

  function handIn() {
    round.forEach(take);
    finish();
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
      if (!left) { handIn(); }
    };
    timer = window.setInterval(tick, 1000);
    tick();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!practice) { handIn(); return; }
    const place = round[at];
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
  document.getElementById("retry").addEventListener("click", () => begin(missed()));
  document.getElementById("again").addEventListener("click", () => begin(sections.map((_, place) => place)));
  document.getElementById("print").addEventListener("click", () => window.print());
  begin(round);
})();
