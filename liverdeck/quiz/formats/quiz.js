(function () {
  const root = document.documentElement;
  const isPractice = root.dataset.mode === "practice";
  const keys = JSON.parse(document.getElementById("key").textContent);
  const words = JSON.parse(document.getElementById("words").textContent);
  const leftOut = JSON.parse(document.getElementById("left-out").textContent);
  const signs = JSON.parse(document.getElementById("signs").textContent);
  const { answersIn, isOneOf, isRight, normalized, numberIn } = textReader(
    signs, leftOut);
  const form = document.getElementById("quiz");
  const sections = Array.from(document.querySelectorAll(".item"));
  const submitButton = document.getElementById("go");
  const result = document.getElementById("result");
  const progress = document.getElementById("progress");
  const notice = document.getElementById("notice");
  const progressBar = progress.querySelector("progress");
  // Indexes of the items in this round: all of them, or those that were missed.
  let round = sections.map((_, index) => index);
  // Index in `round` of the question that practice shows.
  let current = 0;
  // Points by the index of the item.
  let scores = new Map();
  let timerId = 0;
  let hasWarned = false;

  // Returns the text of `words` with a name. `values` replace its placeholders, such as
  // {items}.
  function say(name, values) {
    return words[name].replace(/\{(\w+)\}/g, (_, placeholder) => values[placeholder]);
  }

  function typedText(section) {
    return section.querySelector("input[type=text], textarea").value;
  }

  function all(section, selector) {
    return Array.from(section.querySelectorAll(selector));
  }

  // Returns the points of an answer with this many right and wrong choices. The rule is
  // `Item.points_for` in item.py.
  function pointsFor(key, right, wrong) {
    if (key.credit === "WHOLE") { return right && !wrong ? key.points : 0; }
    if (key.credit === "EACH") { return right; }
    return Math.max(0, Math.min(right, key.points) - wrong);
  }

  function gradeWords(key, section) {
    const text = typedText(section);
    if (isRight(key.right[0], text)) { return { points: 1 }; }
    const typed = normalized(text);
    const rejected = key.wrong.find(([wrongText]) => isOneOf([wrongText], typed));
    const why = rejected && rejected[1];
    return { points: 0, why, isOpen: isOneOf(key.open, typed) };
  }

  // An answer that is a number may also have names, wrong answers and open answers.
  function gradeNumber(key, section) {
    const [value, tolerance] = key.number.map(Number);
    const difference = Math.abs(numberIn(typedText(section), key.unit) - value);
    // Floating point numbers are not exact, so the tolerance is a little wider.
    if (difference <= tolerance + 1e-9) { return { points: 1 }; }
    return gradeWords(key, section);
  }

  // Returns how many of the numbers ascend, if as few as possible are left out.
  function longestAscent(numbers) {
    const ascents = numbers.map(() => 1);
    numbers.forEach((number, index) => {
      for (let before = 0; before < index; before += 1) {
        if (numbers[before] < number) {
          ascents[index] = Math.max(ascents[index], ascents[before] + 1);
        }
      }
    });
    return Math.max(0, ...ascents);
  }

  // The points are those of `_grade_list` in grading.py, and the sentences those of
  // `_sentences_on_items` in feedback.py.
  function gradeList(key, section) {
    const named = [];
    const unknown = [];
    for (const answer of answersIn(key, typedText(section))) {
      const index = key.right.findIndex((texts) => isRight(texts, answer));
      if (index < 0) {
        unknown.push(answer.trim());
      } else if (!named.includes(index)) {
        named.push(index);
      }
    }
    const rightCount = key.ordered ? longestAscent(named) : named.length;
    const points = pointsFor(key, rightCount, unknown.length);
    const missing = key.right.filter((_, index) => !named.includes(index))
      .map((texts) => texts[0]);
    const sentences = [];
    if (unknown.length) {
      sentences.push(say("notInList", { items: unknown.join(", ") }));
    }
    if (rightCount < named.length) {
      const inOrder = key.right.map((texts) => texts[0]);
      sentences.push(say("notInOrder", { items: inOrder.join(", ") }));
    }
    // If more are missing than are needed, learners may choose among them.
    const count = key.need - named.length;
    if (missing.length && count > 0) {
      const items = missing.join(", ");
      sentences.push(missing.length > count
        ? say("someMissing", { count, items }) : say("missing", { items }));
    }
    return { points, why: sentences.join(" ") };
  }

  function gradeChoice(key, section) {
    const chosen = all(section, "input:checked").map((input) => input.value);
    const wrong = chosen.filter((id) => !key.key.includes(id));
    return { points: pointsFor(key, chosen.length - wrong.length, wrong.length) };
  }

  // Both options of a false statement have the reason why it is false.
  function gradeStatement(key, section) {
    return { ...gradeChoice(key, section), why: key.whys[key.key[0]] };
  }

  // Grades an answer that learners mark themselves, as far as it is certainly right.
  function gradeByLearner(key, section) {
    const text = typedText(section);
    const typed = [text, ...answersIn(key, text)];
    const named = key.right.map((texts) => typed.some((line) => isRight(texts, line)));
    const points = pointsFor(key, named.filter(Boolean).length, 0);
    const rejected = key.wrong.find(([wrongText]) => isOneOf([wrongText], normalized(text)));
    return { points, named, why: rejected && rejected[1] };
  }

  // Returns the value of the match that is right for a prompt.
  function rightMatch(key, select) {
    return String(key.places[select.dataset.pair]);
  }

  // Returns the value of the place that is right for an option.
  function rightPlace(key, select) {
    return String(key.key.indexOf(select.dataset.option) + 1);
  }

  function gradeMatches(key, section) {
    const right = all(section, "select").filter(
      (select) => select.value === rightMatch(key, select));
    const wrongCount = Object.keys(key.places).length - right.length;
    return { points: pointsFor(key, right.length, wrongCount) };
  }

  function gradePlaces(key, section) {
    const wrong = all(section, "select").filter(
      (select) => select.value !== rightPlace(key, select));
    return { points: pointsFor(key, key.key.length - wrong.length, wrong.length) };
  }

  // Whether a text is empty or has only punctuation, such as "?". As in grading.py,
  // punctuation counts only if it is right, or if the author rejects it.
  function saysNothing(key, text) {
    const known = [...key.right.flat(), ...key.wrong.map(([wrongText]) => wrongText)];
    return !/[^\p{P}\s]/u.test(text) && !isOneOf(known, normalized(text));
  }

  function isUnanswered(index) {
    const section = sections[index];
    const fields = all(section, "input[type=text], textarea, select");
    return !section.querySelector("input:checked")
      && fields.every((field) => saysNothing(keys[index], field.value));
  }

  // Functions that grade each sort of answer field. `_answer_field` in html.py returns
  // the names.
  const ANSWER_FIELDS = {
    "one-option": { grade: gradeChoice },
    "several-options": { grade: gradeChoice },
    "statement": { grade: gradeStatement },
    "words": { grade: gradeWords },
    "number": { grade: gradeNumber },
    "list": { grade: gradeList, alwaysShowsKey: true },
    "matches": { grade: gradeMatches, rightValue: rightMatch },
    "places": { grade: gradePlaces, rightValue: rightPlace },
  };

  function answerField(index) {
    return ANSWER_FIELDS[sections[index].dataset.answerField];
  }

  function grade(index) {
    if (keys[index].selfMarked) { return gradeByLearner(keys[index], sections[index]); }
    return answerField(index).grade(keys[index], sections[index]);
  }

  function addParagraph(parent, text, className) {
    if (!text) { return; }
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    paragraph.dir = "auto";
    if (className) { paragraph.className = className; }
    parent.append(paragraph);
  }

  // Adds a picture or sound of the answer. The page shows it only after the grading.
  function addMedium(parent, medium) {
    const figure = document.createElement("figure");
    const isPicture = medium.kind === "picture";
    const element = document.createElement(isPicture ? "img" : "audio");
    if (isPicture) { element.alt = medium.alt; } else { element.controls = true; }
    element.src = medium.address;
    figure.append(element);
    if (medium.credit) {
      const caption = document.createElement("figcaption");
      caption.textContent = medium.credit;
      caption.dir = "auto";
      figure.append(caption);
    }
    parent.append(figure);
  }

  function markOptions(key, section) {
    for (const label of all(section, ".option")) {
      const sign = label.querySelector(".mark");
      const isStatement = section.dataset.answerField === "statement";
      const why = key.whys[label.dataset.option];
      label.querySelector(".reason").textContent = isStatement || !why ? "" : why;
      if (key.key.includes(label.dataset.option)) {
        label.classList.add("is-key");
        sign.textContent = words.optionIsRight;
        sign.classList.add("is-right");
      } else if (label.querySelector("input").checked) {
        sign.textContent = words.optionIsWrong;
        sign.classList.add("is-wrong");
      }
    }
  }

  function markSelects(key, section, rightValue) {
    for (const select of all(section, "select")) {
      const sign = select.parentElement.querySelector(".mark");
      const value = rightValue(key, select);
      const isRight = select.value === value;
      const right = Array.from(select.options).find((option) => option.value === value);
      sign.textContent = isRight ? words.optionIsRight
        : say("choiceIsWrong", { answer: right.textContent });
      sign.classList.add(isRight ? "is-right" : "is-wrong");
    }
  }

  function verdict(graded, key) {
    if (graded.named && !graded.isMarked && graded.points < key.points) {
      return words.compare;
    }
    if (graded.points === key.points) { return words.answerIsRight; }
    if (graded.points) {
      return say("answerIsPartlyRight", { points: graded.points, most: key.points });
    }
    return graded.isOpen ? words.answerIsOpen : words.answerIsWrong;
  }

  function showGrading(index, graded) {
    const key = keys[index];
    const section = sections[index];
    const field = answerField(index);
    const hasAllPoints = graded.points === key.points;
    if (hasAllPoints || !graded.named) {
      section.classList.add(hasAllPoints ? "right" : "wrong");
    }
    markOptions(key, section);
    markSelects(key, section, field.rightValue);
    for (const input of all(section, "input, textarea, select")) {
      input.disabled = true;
    }
    const box = section.querySelector(".feedback");
    box.replaceChildren();
    addParagraph(box, verdict(graded, key), "verdict");
    addParagraph(box, graded.why);
    if (graded.named) {
      addSelfMarking(index, box, graded);
    } else if ((!hasAllPoints || field.alwaysShowsKey) && key.shown) {
      addParagraph(box, say("rightAnswer", { answer: key.shown }));
    }
    addParagraph(box, key.why);
    addParagraph(box, key.note && words.note + " " + key.note);
    for (const medium of key.media) { addMedium(box, medium); }
    addParagraph(box, words.source + " " + key.source, "source");
  }

  function addField(parent, type, text) {
    const label = document.createElement("label");
    label.className = "self-mark";
    const field = document.createElement("input");
    field.type = type;
    const caption = document.createElement("span");
    caption.textContent = text;
    caption.dir = "auto";
    label.append(field, caption);
    parent.append(label);
    return field;
  }

  // Shows the right answers, each with a box to tick, and counts what the learner ticks.
  function addSelfMarking(index, box, graded) {
    const key = keys[index];
    const group = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = key.right.length > 1
      ? words.tickWhatYouHad
      : words.tickIfYouHadIt;
    group.append(legend);
    const ticks = key.right.map(([text, ...aliases], answerIndex) => {
      const inBrackets = aliases.length ? ` (${aliases.join(", ")})` : "";
      const tick = addField(group, "checkbox", text + inBrackets);
      tick.checked = graded.named[answerIndex];
      return tick;
    });
    let wrong = null;
    if (key.right.length > 1) {
      wrong = addField(group, "number", words.wrongThatYouWrote);
      wrong.min = wrong.value = 0;
    }
    if (key.open.length) {
      addParagraph(group, say("leftOpen", { answers: key.open.join(", ") }));
    }
    group.addEventListener("input", () => {
      const right = ticks.filter((tick) => tick.checked).length;
      const wrongCount = wrong ? Math.max(0, Math.floor(Number(wrong.value))) : 0;
      mark(index, { ...graded, points: pointsFor(key, right, wrongCount) });
    });
    box.append(group);
  }

  // Counts the points that learners gave themselves.
  function mark(index, graded) {
    const key = keys[index];
    const section = sections[index];
    scores.set(index, graded.points);
    section.classList.toggle("right", graded.points === key.points);
    section.classList.toggle("wrong", graded.points < key.points);
    section.querySelector(".verdict").textContent =
      verdict({ ...graded, isMarked: true }, key);
    if (!result.hidden) { showResult(); }
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
    for (const reason of all(section, ".reason")) { reason.textContent = ""; }
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
    progressBar.max = round.length;
    progressBar.value = isPractice ? current : 0;
    warn("");
    document.getElementById("place").textContent = isPractice
      ? say("questionNumber", { number: current + 1, all: round.length }) : "";
    submitButton.textContent = isPractice ? words.check : words.handIn;
    form.hidden = progress.hidden = false;
    result.hidden = true;
    if (isPractice && (current || scores.size)) {
      sections[round[current]].querySelector("legend").focus();
    }
  }

  // Shows a warning; an empty text removes it.
  function warn(text) {
    notice.textContent = text;
    hasWarned = text !== "";
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
    window.clearInterval(timerId);
    progress.hidden = true;
    form.hidden = isPractice;
    submitButton.hidden = true;
    result.hidden = false;
    // The questions of an exam stay on the page with their answers, below the result.
    if (!isPractice) { document.querySelector("main").prepend(result); }
    showResult(isTimeUp);
    document.getElementById("result-title").focus();
  }

  function showResult(isTimeUp) {
    showScore(isTimeUp);
    showTopics();
    document.getElementById("retry").hidden = missedIndexes().length === 0;
  }

  function sum(numbers) {
    return numbers.reduce((total, number) => total + number, 0);
  }

  function showScore(isTimeUp) {
    const points = sum(round.map((index) => scores.get(index)));
    const mostPoints = sum(round.map((index) => keys[index].points));
    const percent = Math.round(100 * points / mostPoints);
    const sentences = [say("score", { points, most: mostPoints, percent })];
    if (isTimeUp) { sentences.unshift(words.timeIsUp); }
    if (!isPractice && round.some((index) => keys[index].selfMarked)) {
      sentences.push(words.someAreYours);
    }
    document.getElementById("score").textContent = sentences.join(" ");
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
      row.insertCell().textContent = say("topicScore", { points, most: mostPoints });
    }
  }

  function missedIndexes() {
    return round.filter((index) => scores.get(index) < keys[index].points);
  }

  function score(index) {
    const graded = grade(index);
    scores.set(index, graded.points);
    showGrading(index, graded);
  }

  function handIn(isTimeUp) {
    round.forEach(score);
    finish(isTimeUp);
  }

  function startClock() {
    const minutes = Number(root.dataset.minutes || 0);
    const clock = document.getElementById("clock");
    window.clearInterval(timerId);
    submitButton.hidden = false;
    if (isPractice || !minutes) { return; }
    const endMs = Date.now() + minutes * 60000;
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((endMs - Date.now()) / 1000));
      const remainder = String(seconds % 60).padStart(2, "0");
      const time = Math.floor(seconds / 60) + ":" + remainder;
      clock.textContent = say("timeLeft", { time });
      if (!seconds) { handIn(true); }
    };
    timerId = window.setInterval(tick, 1000);
    tick();
  }

  // Warns once if a question is not answered, and returns whether it warned now.
  function warnOfUnanswered() {
    if (hasWarned) { return false; }
    if (isPractice) {
      const index = round[current];
      if (scores.has(index) || !isUnanswered(index)) { return false; }
      warn(words.skip);
      return true;
    }
    const count = round.filter(isUnanswered).length;
    if (count) { warn(say("notAnswered", { count })); }
    return count > 0;
  }

  // Shows the verdict on the current question. If it is shown already, shows the next
  // question, or the result.
  function checkOrGoOn() {
    const index = round[current];
    const isLast = current + 1 === round.length;
    warn("");
    if (!scores.has(index)) {
      score(index);
      progressBar.value = current + 1;
      submitButton.textContent = isLast ? words.result : words.next;
      submitButton.focus();
    } else if (isLast) {
      finish(false);
    } else {
      current += 1;
      show();
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (warnOfUnanswered()) { return; }
    if (isPractice) { checkOrGoOn(); } else { handIn(false); }
  });
  form.addEventListener("keydown", (event) => {
    // In a text field, Enter would hand in the whole exam. Instead it goes on to the
    // next question.
    if (isPractice || event.key !== "Enter") { return; }
    if (event.target.tagName !== "INPUT") { return; }
    event.preventDefault();
    const next = sections[sections.indexOf(event.target.closest(".item")) + 1];
    (next ? next.querySelector("input, select, textarea") : submitButton).focus();
  });
  form.addEventListener("input", () => {
    if (!isPractice) {
      progressBar.value = round.length - round.filter(isUnanswered).length;
    }
    warn("");
  });
  document.getElementById("begin").addEventListener("click", start);
  document.getElementById("retry").addEventListener(
    "click", () => begin(missedIndexes()));
  document.getElementById("again").addEventListener(
    "click", () => begin(sections.map((_, index) => index)));
  document.getElementById("print").addEventListener("click", () => window.print());
  if (!isPractice && root.dataset.minutes) {
    document.getElementById("start").hidden = false;
  } else {
    start();
  }
})();
