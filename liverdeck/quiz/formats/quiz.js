"use strict";
(function () {
  const root = document.documentElement;
  const isPractice = root.dataset.mode === "practice";
  const keys = JSON.parse(document.getElementById("key").textContent);
  const form = document.getElementById("quiz");
  const sections = Array.from(document.querySelectorAll(".item"));
  const go = document.getElementById("go");
  const result = document.getElementById("result");
  const progress = document.getElementById("progress");
  const notice = document.getElementById("notice");
  const bar = progress.querySelector("progress");
  // Indexes of the items in this round: all of them, or those that were missed.
  let round = sections.map((_, index) => index);
  // Index in `round` of the question that practice shows.
  let current = 0;
  // Points by the index of the item.
  let scores = new Map();
  let timer = 0;
  let isWarned = false;

  function normalized(text) {
    const signs = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
      .replace(/[’‘`´]/g, "'")
      .replace(/'s\b/g, "")
      .replace(/≤/g, "<=")
      .replace(/≥/g, ">=")
      .replace(/[−–]/g, "-");
    const words = signs
      .replace(/-(?!\d)|(?<=[\p{L}\p{N}])-/gu, " ")
      .replace(/[^\p{L}\p{N}.<>=%+/⁄-]+/gu, " ")
      .replace(/\.(?!\d)/g, " ")
      .replace(/\b(?:the|an?|its?|their)\s+(?=\S)/g, "")
      .trim();
    return words.replace(/(?<!\d)\s+|\s+(?!\d)/g, "");
  }

  const GROUPED = /^\d{1,3}(?:[, ]\d{3})+/;
  const NUMBER = new RegExp([
    /^[=~≈]?([+-]?)/,
    /(\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|[.,]\d+)/,
    /(?:e([+-]?\d+)|\/(\d+))?(.*)$/,
  ].map((part) => part.source).join(""));

  // Returns NaN for a text that is not one number, with the unit or without.
  function numberIn(text, unit) {
    const plain = text.normalize("NFKC").replace(/[−–]/g, "-").replace(/⁄/g, "/")
      .trim().toLowerCase();
    const match = NUMBER.exec(plain);
    if (!match) { return NaN; }
    const [, sign, number, exponent, divisor, rest] = match;
    if (rest.trim() && normalized(rest) !== normalized(unit)) { return NaN; }
    const digits = GROUPED.test(number) ? number.replace(/[, ]/g, "")
      : number.replace(",", ".");
    return Number(sign + digits) * 10 ** Number(exponent || 0) / Number(divisor || 1);
  }

  function typedText(section) {
    return section.querySelector("input[type=text], textarea").value;
  }

  function all(section, selector) {
    return Array.from(section.querySelectorAll(selector));
  }

  function isOneOf(texts, line) {
    return line !== "" && texts.some((text) => normalized(text) === line);
  }

  function gradeText(key, section) {
    const typed = typedText(section);
    if (key.number) {
      const [value, tolerance] = key.number.map(Number);
      const difference = Math.abs(numberIn(typed, key.unit) - value);
      return { points: difference <= tolerance + 1e-9 ? 1 : 0 };
    }
    const line = normalized(typed);
    if (isOneOf(key.right[0], line)) { return { points: 1 }; }
    const rejected = key.wrong.find(([text]) => isOneOf([text], line));
    return { points: 0, why: rejected && rejected[1], isOpen: isOneOf(key.open, line) };
  }

  function linesOf(key, text) {
    const isRight = (line) => key.right.some(
      (texts) => isOneOf(texts, normalized(line)));
    // A comma separates answers, unless it is part of one.
    return text.split(/[\n;]/)
      .flatMap((line) => isRight(line) ? [line] : line.split(/,(?!\d)/))
      .filter((line) => normalized(line) !== "")
      .filter((line) => !isOneOf(key.open, normalized(line)));
  }

  // Returns the length of the longest part, with gaps, that is in ascending order.
  function longestRise(numbers) {
    const rises = numbers.map(() => 1);
    numbers.forEach((number, index) => {
      for (let before = 0; before < index; before += 1) {
        if (numbers[before] < number) {
          rises[index] = Math.max(rises[index], rises[before] + 1);
        }
      }
    });
    return Math.max(0, ...rises);
  }

  function gradeList(key, section) {
    const lines = linesOf(key, typedText(section));
    const named = [];
    const unknown = [];
    for (const line of lines) {
      const index = key.right.findIndex((texts) => isOneOf(texts, normalized(line)));
      if (index < 0) {
        unknown.push(line.trim());
      } else if (!named.includes(index)) {
        named.push(index);
      }
    }
    const hits = key.ordered ? longestRise(named) : named.length;
    const tooMany = Math.max(0, lines.length - key.need);
    const points = Math.max(0, Math.min(hits, key.need) - tooMany);
    const missing = key.right.filter((_, index) => !named.includes(index))
      .map((texts) => texts[0]);
    const sentences = [];
    if (unknown.length) {
      sentences.push("Not in the list: " + unknown.join(", ") + ".");
    }
    if (missing.length && points < key.points) {
      sentences.push("Not named: " + missing.join(", ") + ".");
    }
    return { points, why: sentences.join(" ") };
  }

  function gradeChoice(key, section) {
    const chosen = all(section, "input:checked").map((input) => input.value);
    const wrong = chosen.filter((id) => !key.key.includes(id));
    const hits = chosen.length - wrong.length;
    const why = wrong.map((id) => key.whys[id]).filter(Boolean).join(" ");
    return { points: Math.max(0, hits - wrong.length), why };
  }

  function rightValue(key, select) {
    return String(key.type === "matching" ? key.places[select.dataset.pair]
      : key.key.indexOf(select.dataset.option) + 1);
  }

  function gradeSelects(key, section) {
    const selects = all(section, "select");
    const hits = selects.filter((select) => select.value === rightValue(key, select));
    if (key.type === "matching") { return { points: hits.length }; }
    return { points: Number(hits.length === selects.length) };
  }

  function isEmpty(index) {
    const section = sections[index];
    const fields = all(section, "input[type=text], textarea, select");
    return !section.querySelector("input:checked")
      && fields.every((field) => !field.value.trim());
  }

  const GRADERS = {
    single: gradeChoice, multiple: gradeChoice, truefalse: gradeChoice,
    list: gradeList, matching: gradeSelects, ordering: gradeSelects,
  };

  function grade(index) {
    const key = keys[index];
    return (GRADERS[key.type] || gradeText)(key, sections[index]);
  }

  function addParagraph(parent, text, className) {
    if (!text) { return; }
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    paragraph.dir = "auto";
    if (className) { paragraph.className = className; }
    parent.append(paragraph);
  }

  function markOptions(key, section) {
    for (const label of all(section, ".option")) {
      const sign = label.querySelector(".mark");
      if (key.key.includes(label.dataset.option)) {
        label.classList.add("is-key");
        sign.textContent = "✓ right";
        sign.classList.add("is-right");
      } else if (label.querySelector("input").checked) {
        sign.textContent = "✗ wrong";
        sign.classList.add("is-wrong");
      }
    }
  }

  function markSelects(key, section) {
    for (const select of all(section, "select")) {
      const sign = select.parentElement.querySelector(".mark");
      const value = rightValue(key, select);
      const isRight = select.value === value;
      const right = Array.from(select.options).find((option) => option.value === value);
      sign.textContent = isRight ? "✓ right" : "✗ right is: " + right.textContent;
      sign.classList.add(isRight ? "is-right" : "is-wrong");
    }
  }

  function verdict(graded, key) {
    if (graded.points === key.points) { return "Right."; }
    if (graded.points) {
      return "Partly right: " + graded.points + " of " + key.points + " points.";
    }
    return graded.isOpen ? "Not settled: the document leaves that open." : "Wrong.";
  }

  function mark(index, graded) {
    const key = keys[index];
    const section = sections[index];
    const hasAllPoints = graded.points === key.points;
    section.classList.add(hasAllPoints ? "right" : "wrong");
    markOptions(key, section);
    markSelects(key, section);
    for (const field of all(section, "input, textarea, select")) {
      field.disabled = true;
    }
    const box = section.querySelector(".feedback");
    box.replaceChildren();
    addParagraph(box, verdict(graded, key), "verdict");
    addParagraph(box, graded.why);
    if ((!hasAllPoints || key.type === "list") && key.shown) {
      addParagraph(box, "Right is: " + key.shown);
    }
    if (key.type === "truefalse" && hasAllPoints) {
      addParagraph(box, key.whys[key.key[0]]);
    }
    addParagraph(box, key.why);
    addParagraph(box, key.note && "Beyond the document: " + key.note);
    addParagraph(box, "Source: " + key.source, "source");
  }

  function clear(index) {
    const section = sections[index];
    section.classList.remove("right", "wrong");
    section.querySelector(".feedback").replaceChildren();
    for (const label of all(section, ".option")) { label.classList.remove("is-key"); }
    for (const sign of all(section, ".mark")) {
      sign.textContent = "";
      sign.className = "mark";
    }
    for (const field of all(section, "input, textarea, select")) {
      field.disabled = false;
      if (field.type === "radio" || field.type === "checkbox") {
        field.checked = false;
      } else {
        field.value = "";
      }
    }
  }

  function isShown(index) {
    return isPractice ? index === round[current] : round.includes(index);
  }

  function show() {
    sections.forEach((section, index) => { section.hidden = !isShown(index); });
    bar.max = round.length;
    bar.value = isPractice ? current : 0;
    warn("");
    document.getElementById("place").textContent = isPractice
      ? "Question " + (current + 1) + " of " + round.length : "";
    go.textContent = isPractice ? "Check" : "Hand in";
    form.hidden = progress.hidden = false;
    result.hidden = true;
    if (isPractice && (current || scores.size)) {
      sections[round[current]].querySelector("legend").focus();
    }
  }

  function warn(text) {
    notice.textContent = text;
    isWarned = text !== "";
  }

  function start() {
    document.getElementById("start").hidden = true;
    begin(round);
  }

  function begin(indexes) {
    round = indexes;
    current = 0;
    scores = new Map();
    indexes.forEach(clear);
    show();
    startClock();
  }

  function finish(isTimeUp) {
    window.clearInterval(timer);
    progress.hidden = true;
    form.hidden = isPractice;
    go.hidden = true;
    result.hidden = false;
    if (!isPractice) { document.querySelector("main").prepend(result); }
    showScore(isTimeUp);
    showTopics();
    document.getElementById("retry").hidden = missed().length === 0;
    document.getElementById("result-title").focus();
  }

  function sum(numbers) {
    return numbers.reduce((total, number) => total + number, 0);
  }

  function showScore(isTimeUp) {
    const points = sum(round.map((index) => scores.get(index)));
    const mostPoints = sum(round.map((index) => keys[index].points));
    const percent = Math.round(100 * points / mostPoints);
    document.getElementById("score").textContent =
      (isTimeUp ? "The time is up. " : "")
      + points + " of " + mostPoints + " points (" + percent + " %).";
  }

  function showTopics() {
    const topics = new Map();
    for (const index of round) {
      const key = keys[index];
      const [points, mostPoints] = topics.get(key.topic) || [0, 0];
      topics.set(key.topic, [points + scores.get(index), mostPoints + key.points]);
    }
    const body = document.getElementById("topics");
    body.replaceChildren();
    for (const [topic, [points, mostPoints]] of topics) {
      const row = body.insertRow();
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = topic;
      row.append(head);
      row.insertCell().textContent = points + " of " + mostPoints;
    }
  }

  function missed() {
    return round.filter((index) => scores.get(index) < keys[index].points);
  }

  function score(index) {
    const graded = grade(index);
    scores.set(index, graded.points);
    mark(index, graded);
  }

  function handIn(isTimeUp) {
    round.forEach(score);
    finish(isTimeUp);
  }

  function startClock() {
    const minutes = Number(root.dataset.minutes || 0);
    const clock = document.getElementById("clock");
    window.clearInterval(timer);
    go.hidden = false;
    if (isPractice || !minutes) { return; }
    const endMs = Date.now() + minutes * 60000;
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((endMs - Date.now()) / 1000));
      const remainder = String(seconds % 60).padStart(2, "0");
      clock.textContent = Math.floor(seconds / 60) + ":" + remainder + " left";
      if (!seconds) { handIn(true); }
    };
    timer = window.setInterval(tick, 1000);
    tick();
  }

  // Returns whether a question has no answer and the learner was not warned yet.
  function warnsOfEmpty() {
    if (isWarned) { return false; }
    if (isPractice) {
      const index = round[current];
      if (scores.has(index) || !isEmpty(index)) { return false; }
      warn("Nothing is answered yet. Press again to skip.");
      return true;
    }
    const count = round.filter(isEmpty).length;
    if (count) { warn(count + " not answered. Press again to hand in."); }
    return count > 0;
  }

  function goOn() {
    const index = round[current];
    const isLast = current + 1 === round.length;
    warn("");
    if (!scores.has(index)) {
      score(index);
      bar.value = current + 1;
      go.textContent = isLast ? "Show the result" : "Next";
      go.focus();
    } else if (isLast) {
      finish(false);
    } else {
      current += 1;
      show();
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (warnsOfEmpty()) { return; }
    if (isPractice) { goOn(); } else { handIn(false); }
  });
  form.addEventListener("keydown", (event) => {
    // Enter would hand in the whole exam. Here it goes on to the next question.
    if (isPractice || event.key !== "Enter") { return; }
    if (event.target.tagName !== "INPUT") { return; }
    event.preventDefault();
    const next = sections[sections.indexOf(event.target.closest(".item")) + 1];
    (next ? next.querySelector("input, select, textarea") : go).focus();
  });
  form.addEventListener("input", () => {
    if (!isPractice) { bar.value = round.length - round.filter(isEmpty).length; }
    warn("");
  });
  document.getElementById("begin").addEventListener("click", start);
  document.getElementById("retry").addEventListener("click", () => begin(missed()));
  document.getElementById("again").addEventListener(
    "click", () => begin(sections.map((_, index) => index)));
  document.getElementById("print").addEventListener("click", () => window.print());
  if (!isPractice && root.dataset.minutes) {
    document.getElementById("start").hidden = false;
  } else {
    start();
  }
})();
