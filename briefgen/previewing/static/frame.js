"use strict";
// Runs in the frame, apart from the page around it: says what was clicked, and does what it is told.
(() => {
  const tell = message => parent.postMessage(message, "*");
  const blocks = () => [...document.querySelectorAll("[data-block]")];
  let outlined = null;

  const outline = part => {
    if (outlined) outlined.style.outline = "";
    outlined = part;
    if (!part) return;
    part.style.outline = "2px solid #3584c9";
    part.style.outlineOffset = "2px";
  };

  addEventListener("click", event => {
    const link = event.target.closest("a[href], .ref");
    const cited = link?.matches(".ref, [href^='#note-']") && ((link.textContent || link.hash).match(/\d+/) || [])[0];
    if (cited && !link.closest(".tip")) {
      event.preventDefault();
      tell({ kind: "cite", number: Number(cited) });
      return;
    }
    if (link || event.target.closest("button, summary, input, label")) return;
    if (String(getSelection())) return;
    const block = event.target.closest("[data-block]");
    if (!block) return;
    outline(block);
    tell({ kind: "block", name: block.dataset.block });
  });

  addEventListener("keydown", event => {
    if (event.key === "Escape") tell({ kind: "escape" });
  });

  addEventListener("message", event => {
    if (event.source !== parent) return;
    const { scroll, show, changed } = event.data;
    if (scroll !== undefined) document.documentElement.scrollTo({ top: scroll, behavior: "instant" });
    if (show !== undefined) {
      const part = blocks().find(one => one.dataset.block === show);
      outline(part);
      part?.scrollIntoView({ block: "start", behavior: "instant" });
    }
    for (const part of blocks().filter(one => changed?.includes(one.dataset.block))) {
      part.animate([{ boxShadow: "inset 4px 0 #3584c9" }, { boxShadow: "inset 4px 0 transparent" }], 2500);
    }
  });

  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      tell({ kind: "scroll", top: document.documentElement.scrollTop });
    });
  }, { passive: true });

  for (const link of document.querySelectorAll("a[href]:not([href^='#'])")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  tell({ kind: "ready", blocks: [...new Set(blocks().map(one => one.dataset.block))] });
})();
