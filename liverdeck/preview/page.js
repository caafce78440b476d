"use strict";
// All of this is comfort: without it the page shows every card, by day.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  // The history's entry lasts over a reload; unlike storage, no other page sees it and no setting forbids it.
  const kept = history.state ?? {};
  let theme = kept.theme ?? null; // null follows the system
  const isDark = () => (theme === null ? system.matches : theme === "dark");
  const colour = () => { root.dataset.theme = isDark() ? "dark" : "light"; };

  // Letters count, not their case or accents.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const all = (selector) => [...document.querySelectorAll(selector)];

  function box(element) {
    const shadow = element.querySelector(".sides")?.shadowRoot;
    const sides = [...(shadow?.querySelectorAll(".card") ?? [])];
    const text = plain([element.dataset.name, ...sides.map((side) => side.textContent)].join("\n"));
    return { element, sides, text, isFound: element.closest(".found") !== null };
  }

  function begin() {
    const [search, only, shown, button] = ["search", "only", "shown", "theme"].map((id) => document.getElementById(id));
    const boxes = all(".box").map(box);
    const chapters = [...all(".fact"), ...all(".topic")];
    const links = all("nav a").map((link) => [link.parentElement, document.getElementById(link.hash.slice(1))]);
    const number = boxes.filter(({ sides }) => sides.length).length;

    function sift() {
      const words = plain(search.value).split(/\s+/).filter(Boolean);
      const fits = ({ text, isFound }) => (isFound || !only.checked) && words.every((word) => text.includes(word));
      for (const each of boxes) each.element.hidden = !fits(each);
      for (const chapter of chapters) chapter.hidden = !chapter.querySelector(".box:not([hidden])");
      for (const [item, topic] of links) item.hidden = topic.hidden;
      const left = boxes.filter(({ element, sides }) => sides.length && !element.hidden).length;
      shown.value = left === number ? `${number} shown` : `${left} of ${number} shown`;
    }

    function paint() {
      colour();
      for (const { sides } of boxes) for (const side of sides) side.classList.toggle("nightMode", isDark());
      button.setAttribute("aria-pressed", String(isDark()));
    }

    function keep() {
      history.replaceState({ theme, query: search.value, only: only.checked, scroll: scrollY }, "");
    }

    search.value = kept.query ?? "";
    only.checked = kept.only ?? false;
    for (const control of [button, document.querySelector(".tools")]) control.hidden = false;
    sift();
    paint();
    if (kept.scroll !== undefined) scrollTo(0, kept.scroll);
    history.scrollRestoration = "auto";

    search.addEventListener("input", sift);
    only.addEventListener("change", sift);
    system.addEventListener("change", paint);
    button.addEventListener("click", () => {
      theme = isDark() ? "light" : "dark";
      paint();
    });
    if (root.dataset.reloads !== undefined) reloadOnReturn(keep);
  }

  function reloadOnReturn(keep) {
    let isAway = false; // a fresh page that gets its first focus must not reload, or it would for ever
    addEventListener("blur", () => { isAway = true; });
    addEventListener("focus", () => {
      if (!isAway) return;
      keep();
      history.scrollRestoration = "manual";
      location.reload();
    });
  }

  colour();
  addEventListener("DOMContentLoaded", begin);
})();
