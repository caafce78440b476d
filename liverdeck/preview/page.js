"use strict";
// The page works without this script: it shows every card, in the light theme.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  // The state is kept in the history, where it survives a reload. There, no other page
  // sees it, and no setting forbids it. In the browser's storage, both could happen.
  const saved = history.state ?? {};
  let theme = saved.theme ?? null; // null stands for the theme of the system
  const isDark = () => (theme === null ? system.matches : theme === "dark");
  const applyRootTheme = () => { root.dataset.theme = isDark() ? "dark" : "light"; };

  // A search ignores case and accents.
  const normalized = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const elements = (selector) => [...document.querySelectorAll(selector)];

  // A box shows one card, or a fact without cards. Its text is what a search reads.
  function boxOf(element) {
    const shadow = element.querySelector(".sides")?.shadowRoot;
    const sides = [...(shadow?.querySelectorAll(".card") ?? [])];
    const texts = [element.dataset.name, ...sides.map((side) => side.textContent)];
    return {
      element,
      sides,
      text: normalized(texts.join("\n")),
      hasFindings: element.closest(".found") !== null,
    };
  }

  function begin() {
    const search = document.getElementById("search");
    const onlyFindings = document.getElementById("only");
    const shown = document.getElementById("shown");
    const themeButton = document.getElementById("theme");
    const boxes = elements(".box").map(boxOf);
    const groups = [...elements(".fact"), ...elements(".topic")];
    const links = elements("nav a").map((link) => ({
      item: link.parentElement,
      topic: document.getElementById(link.hash.slice(1)),
    }));
    const cardCount = boxes.filter(({ sides }) => sides.length).length;

    function filterBoxes() {
      const words = normalized(search.value).split(/\s+/).filter(Boolean);
      const isWanted = ({ text, hasFindings }) =>
        (hasFindings || !onlyFindings.checked) && words.every((word) => text.includes(word));
      for (const box of boxes) box.element.hidden = !isWanted(box);
      for (const group of groups) {
        group.hidden = !group.querySelector(".box:not([hidden])");
      }
      for (const { item, topic } of links) item.hidden = topic.hidden;

      const isShownCard = ({ element, sides }) => sides.length && !element.hidden;
      const shownCount = boxes.filter(isShownCard).length;
      shown.value =
        shownCount === cardCount
          ? `${cardCount} shown`
          : `${shownCount} of ${cardCount} shown`;
    }

    function applyTheme() {
      applyRootTheme();
      for (const { sides } of boxes) {
        for (const side of sides) side.classList.toggle("nightMode", isDark());
      }
      themeButton.setAttribute("aria-pressed", String(isDark()));
    }

    function saveState() {
      const state = {
        theme,
        query: search.value,
        only: onlyFindings.checked,
        scroll: scrollY,
      };
      history.replaceState(state, "");
    }

    search.value = saved.query ?? "";
    onlyFindings.checked = saved.only ?? false;
    themeButton.hidden = false;
    document.querySelector(".tools").hidden = false;
    filterBoxes();
    applyTheme();
    if (saved.scroll !== undefined) scrollTo(0, saved.scroll);
    history.scrollRestoration = "auto";

    search.addEventListener("input", filterBoxes);
    onlyFindings.addEventListener("change", filterBoxes);
    system.addEventListener("change", applyTheme);
    themeButton.addEventListener("click", () => {
      theme = isDark() ? "light" : "dark";
      applyTheme();
    });
    if (root.dataset.reloads !== undefined) reloadOnReturn(saveState);
  }

  function reloadOnReturn(saveState) {
    // A page that has just loaded also gets a focus event. If it reloaded then, it would
    // reload endlessly.
    let isAway = false;
    addEventListener("blur", () => { isAway = true; });
    addEventListener("focus", () => {
      if (!isAway) return;
      saveState();
      history.scrollRestoration = "manual";
      location.reload();
    });
  }

  applyRootTheme();
  addEventListener("DOMContentLoaded", begin);
})();
