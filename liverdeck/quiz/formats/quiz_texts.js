"use strict";
// Returns functions that read a typed answer as the checker does. But an answer with a
// slip is wrong here. `signs` are how the checker writes each sign, such as "↑" for "⬆",
// the signs between the answers of a list, and patterns, such as the one for accents that
// do not count. `leftOut` are words that are left out. Both depend on the language of the
// answers.
function textReader(signs, leftOut) {
  // Returns a text in small letters, without accents that do not count in the language
  // of the answers, and without accents that follow no letter.
  function folded(text) {
    return text.normalize("NFKD").toLowerCase().replace(ACCENT, "")
      .replace(/(?<![\p{L}\p{M}])\p{M}+/gu, "").normalize("NFC");
  }

  const ACCENT = new RegExp(signs.accents, "gu");
  const SIGN = new RegExp(`[${Object.keys(signs.written).join("")}]`, "gu");
  const HIDDEN = new RegExp(signs.hidden, "gu");
  const POWER = new RegExp(signs.power, "gu");
  // The M of *MHz*, which differs from the m of *mHz*, and the M of *5 µM*, which differs
  // from *5 µm*.
  const MEGA = new RegExp(signs.mega, "gu");
  const MINUS_OF_CODE = new RegExp(signs.minusOfCode, "gu");
  const CURRENCY_IN_FRONT = new RegExp(
    `(?<!\\p{L})(${signs.currencies.join("|")})\\s*([0-9.,]+)`, "gu");
  const MOLAR = new RegExp(signs.molar, "gu");
  const SEGMENT = new RegExp(`[^${signs.commas}${signs.semicolons}]+`, "gu");
  // The minus of *Rh-*, *CD4-* or *Gram (-)*.
  const FINAL_MINUS = new RegExp([
    "(?<=[\\p{L}\\p{N}])\\s+-\\s*$",
    `(?<=[${signs.opening}])\\s*-\\s*(?=[${signs.closing}])`,
    "(?<=(?<![\\p{L}\\p{N}])[\\p{L}\\p{N}]{1,3}|[0-9])"
      + `-(?=[\\s${signs.commas}${signs.closing}]|$)`,
  ].join("|"), "gu");

  // Returns a text in small letters with signs and letters as the checker writes them.
  function withPlainSigns(text) {
    return text.replace(HIDDEN, "")
      .replace(POWER, (power) => "^" + power.normalize("NFKC"))
      .normalize("NFC").replace(MEGA, "mega").replace(MOLAR, " $1mol/l")
      .replace(MINUS_OF_CODE, "$1 negative").toLowerCase()
      .replace(SIGN, (sign) => signs.written[sign]).replace(FINAL_MINUS, " negative ")
      .replace(CURRENCY_IN_FRONT, "$2 $1").replace(SEGMENT, withArrowsFirst);
  }

  // Returns a part of a text with ↑ and ↓ before the words that they belong to: *↑ TSH*.
  function withArrowsFirst(part) {
    if (!/[↑↓]\s*$/.test(part)) { return part; }
    return part.replace(/([^↑↓]*)([↑↓](?:\s*[↑↓])*)/g, " $2 $1 ");
  }

  // Whether a character is a sign that the checker compares, such as "√" and "★".
  function isSign(character) {
    const code = character.codePointAt(0);
    return code > 0x7f && code < 0x1f000 && /[\p{So}\p{Sm}\p{Sc}]/u.test(character);
  }

  // Returns a pattern that finds any of some texts; without texts, it finds nothing.
  // Another word must follow, so that a part of the answer remains.
  function wordsBefore(texts, begin, end) {
    const anyText = texts.map(folded).join("|");
    return anyText ? new RegExp(`${begin}(?:${anyText})${end}(?=\\S)`, "gu") : /(?!)/g;
  }

  // Articles do not count, and fillers such as "it is" do not count at the beginning.
  const ARTICLE = wordsBefore(leftOut.articles, "(?<![\\p{L}\\p{M}\\p{N}])", "\\s+");
  const FILLER = wordsBefore(leftOut.inFront, "^(?:", "\\s+)+");

  // Returns a text without case, accents, hyphens, most punctuation, and the words that
  // are left out, so that equal answers are equal. Spaces are kept only between numbers.
  function normalized(text) {
    const plain = folded(withPlainSigns(text));
    const words = plain
      .replace(/'s\b/g, "")
      // Hyphens become spaces; a minus sign before a number is kept.
      .replace(/-(?!\d)|(?<=[\p{L}\p{M}\p{N}])-/gu, " ")
      .replace(/[^\p{L}\p{M}\p{N}.<>=%+/^⁄-]/gu, (sign) => isSign(sign) ? sign : " ")
      // A point is kept only before a digit.
      .replace(/\.(?!\d)/g, " ")
      .trim()
      .replace(FILLER, "")
      .replace(ARTICLE, "");
    return words.replace(/(?<!\d)\s+|\s+(?!\d)/g, "");
  }

  // For languages with a decimal comma: the points of 12.000, and the comma of 0,5.
  const THOUSANDS = new RegExp(signs.thousands, "g");
  const DECIMAL_COMMA = new RegExp(signs.decimalComma, "g");
  // Digits in groups of three: 12,000 or 12 000.
  const GROUPED = /^\d{1,3}(?:[, ]\d{3})+/;
  // The groups are sign, number, exponent, divisor and the text after the number.
  const NUMBER = new RegExp([
    /^[=~]?\s*([+-]?)/,
    /(\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|[.,]\d+)/,
    /(?:e([+-]?\d+)|\/(\d+))?(.*)$/,
  ].map((expression) => expression.source).join(""));

  // Returns the parts of a number with a unit, as `NUMBER` finds them, or null.
  function partsOfNumber(text) {
    const plain = withPlainSigns(text).normalize("NFKC").replace(/⁄/g, "/")
      .replace(/'/g, "").trim().toLowerCase()
      .replace(THOUSANDS, (number) => number.replace(/\./g, ""))
      .replace(DECIMAL_COMMA, ".");
    return NUMBER.exec(plain);
  }

  // Returns the number in a text, or NaN if the text has more than a number and its unit.
  function numberIn(text, unit) {
    const parts = partsOfNumber(text);
    if (!parts) { return NaN; }
    const [, sign, number, exponent, divisor, typedUnit] = parts;
    // The unit is read after a number too, so that its M is read in the same way.
    const wantedUnit = partsOfNumber(`1 ${unit}`)[5];
    if (!["", normalized(wantedUnit)].includes(normalized(typedUnit))) { return NaN; }
    const digits = GROUPED.test(number) ? number.replace(/[, ]/g, "")
      : number.replace(",", ".");
    return Number(sign + digits) * 10 ** Number(exponent || 0) / Number(divisor || 1);
  }

  // `typed` is normalized.
  function isOneOf(texts, typed) {
    return typed !== "" && texts.some((text) => normalized(text) === typed);
  }

  // Returns the words of a text: runs of letters that do not follow a digit.
  function wordsOf(text) {
    const lower = text.toLowerCase().normalize("NFD").replace(/\u0308/g, "");
    return lower.normalize("NFC").match(/(?<![\p{L}\p{N}])\p{L}+/gu) || [];
  }

  // Whether a letter has an accent, or a stroke as the Polish "ł" has.
  function hasMark(letter) {
    return letter === "ł" || letter.normalize("NFD").length > 1;
  }

  // Whether two letters are the same, apart from their accents.
  function haveOneBase(letter, other) {
    return letter.normalize("NFD")[0] === other.normalize("NFD")[0];
  }

  function wordAgrees(typed, right) {
    const letters = Array.from(typed), others = Array.from(right);
    if (typed === right || !letters.some(hasMark)) { return true; }
    const end = Math.min(letters.length, others.length) - 1;
    if (letters.length !== others.length) {
      return !hasMark(letters[end]) || !haveOneBase(letters[end], others[end]);
    }
    const isOther = (letter, index) => letter !== others[index];
    const hasOtherEnd = isOther(letters[end], end);
    if (signs.hasTwoAccents && !hasOtherEnd && letters.every(
      (letter, index) => !isOther(letter, index) || hasMark(others[index]))) {
      return true;
    }
    return !(hasOtherEnd && haveOneBase(letters[end], others[end]))
      && !letters.filter(isOther).some(hasMark);
  }

  // Whether a typed text has only accents that the right text has too. The rule is
  // `accents_agree` in reading.py.
  function accentsAgree(typed, right) {
    const words = wordsOf(typed), others = wordsOf(right);
    return !signs.accentsMayBeLeftOut || words.length !== others.length
      || words.every((word, index) => wordAgrees(word, others[index]));
  }

  // False if two texts begin with articles of different genders, as *der Leiter* and
  // *die Leiter* do. The rule is `are_other_genders` in language.py.
  function gendersAgree(typed, right) {
    const [ofTyped, ofRight] = [typed, right].map(
      (text) => signs.genders.filter((words) => words.includes(wordsOf(text)[0])));
    return !ofTyped.length || !ofRight.length
      || ofTyped.some((words) => ofRight.includes(words));
  }

  // The beginning of a word in brackets, which may deny it: *(a)febrile*.
  const PREFIX = new RegExp(
    `[${signs.opening}]\\p{L}{1,5}-?[${signs.closing}]-?(?=\\p{L})`, "u");

  // Whether a typed text is one of the right texts.
  function isRight(texts, typed) {
    return texts.some((text) => isOneOf([text], normalized(typed))
      && accentsAgree(typed, text) && gendersAgree(typed, text)
      && (PREFIX.test(text) || !PREFIX.test(typed)));
  }

  const SEMICOLON_OR_LINE = new RegExp(`[\n${signs.semicolons}]`);
  const COMMA = new RegExp(`[${signs.commas}](?!\\d)`);

  // Returns the answers in a typed list.
  function answersIn(key, text) {
    const isOneAnswer = (line) => key.right.some((texts) => isRight(texts, line));
    // A comma separates answers, but not within a right answer or a number.
    return text.split(SEMICOLON_OR_LINE)
      .flatMap((line) => isOneAnswer(line) ? [line] : line.split(COMMA))
      .filter((line) => normalized(line) !== "");
  }

  return { answersIn, isOneOf, isRight, normalized, numberIn };
}
