"use strict";
const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
const AGAIN = 2000; // milliseconds
const at = id => document.getElementById(id);
const asked = new URLSearchParams(location.search);
const tabs = [...at("tabs").children];
const views = tabs.map(tab => tab.dataset.view);
let brief = /^((sample|topic)\/|edition\/[^/]+\/)[^/]+$/.test(asked.get("brief")) ? asked.get("brief") : "sample/busy";
let locale = /^[a-z]{2,3}$/.test(asked.get("locale")) ? asked.get("locale") : "";
let view = views.includes(asked.get("view")) ? asked.get("view") : "html";
let stream = null;
let again = 0;
let state = null;
let shown = { key: "", page: 0, frame: null, top: 0, blocks: [] };
let coming = null;
let chosen = "";
let opener = null;

const make = (tag, content, attributes = {}) => {
  const part = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, value);
  part.append(...[content].flat().filter(one => one !== ""));
  return part;
};
const many = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
const listed = words => words.join(", ");
const last = path => path.split("/").pop();

// What is looked at: one stream of events for one view of one brief.
function follow() {
  stream?.close();
  const address = `brief=${brief.split("/").map(encodeURIComponent).join("/")}&view=${view}${locale && `&locale=${locale}`}`;
  history.replaceState(null, "", `?${address}`);
  for (const tab of tabs) {
    const selected = tab.dataset.view === view;
    tab.setAttribute("aria-selected", selected);
    tab.tabIndex = selected ? 0 : -1;
  }
  at("stage").setAttribute("aria-labelledby", `tab-${view}`);
  closeDocument();
  stream = new EventSource(`/events?${address}`);
  stream.onmessage = event => draw(JSON.parse(event.data));
  stream.onerror = gone;
}

// A browser tries again by itself, unless it was refused for good.
function gone() {
  say("The server is gone. It is started again with: briefgen preview", true);
  if (stream.readyState !== EventSource.CLOSED) return;
  clearTimeout(again);
  again = setTimeout(follow, AGAIN);
}

function say(words, wrong = false) {
  const line = at("status");
  if (line.textContent !== words) line.textContent = words;
  line.classList.toggle("wrong", wrong);
}

function draw(now) {
  state = now;
  drawBriefs();
  drawEdition();
  drawFindings();
  drawTemplates();
  load();
  say(told() + proved(), state.failed);
}

function told() {
  const files = listed([...new Set(state.files.map(last))]);
  const saved = files ? `${files} saved` : "";
  if (state.making && !state.page) return "Making the page …";
  if (state.frozen && !state.failed) return "As it was released: what is saved changes nothing of it";
  if (state.making) return saved ? `${saved}; making the page …` : "Making the page …";
  if (state.failed) return `${saved ? `${saved}: ` : ""}${state.page ? "the last good page is shown" : "no page yet"}`;
  const words = state.blocks.length ? `other words in ${listed(state.blocks)}` : "the words are the same";
  return saved ? `${saved} · shown after ${state.seconds.toFixed(2)} s · ${words}` : `Shown after ${state.seconds.toFixed(2)} s`;
}

// Whether the samples were looked through for lost citations, since the last change.
function proved() {
  if (state.making || state.failed || state.frozen) return "";
  if (state.proving) return " · looking for lost citations …";
  return state.proved && !state.findings.some(one => /^E3/.test(one.id)) ? " · no citation lost" : "";
}

function drawBriefs() {
  const select = at("brief");
  const known = JSON.stringify([state.briefs, state.locales, brief, locale]);
  if (select.dataset.known === known) return;
  select.dataset.known = known;
  const groups = new Map(state.briefs.map(([, , label]) => [label, []]));
  for (const [key, title, label] of state.briefs) groups.get(label).push(make("option", title, { value: key }));
  select.replaceChildren(...[...groups].map(([label, options]) => make("optgroup", options, { label })));
  // What is gone stays named until something else is chosen: the page says what became of it.
  if (!state.briefs.some(([key]) => key === brief)) select.prepend(make("option", brief, { value: brief }));
  select.value = brief;
  at("locale").replaceChildren(...[["", "as it is set"], ...state.locales].map(
    ([value, title]) => make("option", title, value ? { value, lang: value } : { value })));
  at("locale").value = locale;
}

// Where an edition is on its way. What was released stays as it was, in its own language.
function drawEdition() {
  at("edition").hidden = !state.remark;
  at("remark").textContent = state.remark;
  at("locale").disabled = state.frozen;
  at("stage").toggleAttribute("data-frozen", state.frozen);
}

function drawFindings() {
  const errors = state.findings.filter(one => one.level === "error").length;
  const warnings = state.findings.length - errors;
  const box = at("findings");
  const list = state.findings.map(one => make("li", [
    make("p", [copied(one.line ? `${one.file}:${one.line}` : one.file), ` ${one.id} `, make("strong", one.message)]),
    one.source.trim() ? make("pre", one.source.trim()) : "",
    one.hint ? make("p", one.hint, { class: "hint" }) : "",
  ]));
  // What stops the page lies over the last good one; what the page can be shown with stands below it.
  box.classList.toggle("docked", !state.failed);
  const known = JSON.stringify([state.findings, state.failed]);
  if (box.dataset.known === known) return;
  box.dataset.known = known;
  box.hidden = !list.length;
  box.classList.toggle("wrong", errors > 0);
  box.open = errors > 0;
  at("findings-said").textContent = listed([errors && many(errors, "error"), warnings && many(warnings, "warning")].filter(Boolean));
  at("findings-list").replaceChildren(...list);
}

// A place of a file, with a button that copies it for the editor's own "go to".
function copied(place) {
  const button = make("button", "Copy", { type: "button", class: "copy", "aria-label": `Copy ${place}` });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(place);
      say(`${place} copied`);
      button.textContent = "Copied";
      setTimeout(() => button.textContent = "Copy", AGAIN);
    } catch {
      getSelection().selectAllChildren(button.previousSibling);
      say(`${place} is selected: the browser does not let it be copied`);
    }
  });
  return make("span", [make("span", place, { class: "where" }), button], { class: "place" });
}

function drawTemplates() {
  at("templates").replaceChildren(...state.templates.map(one => {
    const remarks = [];
    if (one.own) remarks.push(["your own", ""]);
    if (one.whole) remarks.push(["the whole file", ""]);
    if (one.overridden.length) remarks.push([listed(one.overridden), ""]);
    if (one.unknown.length) remarks.push([`never printed: ${listed(one.unknown)}`, "warn"]);
    if (one.house && one.changed?.length) remarks.push([`changed below it: ${listed(one.changed)}`, "warn"]);
    return make("li", [
      make("span", one.name, { class: "where" }), " ",
      make("span", one.house ? "house" : "shipped", { class: one.house ? "layer house" : "layer" }),
      ...remarks.map(([words, kind]) => make("span", words, { class: `more ${kind}` })),
    ]);
  }));
}

// The next page is loaded behind the one that is shown, so that nothing flickers.
function load() {
  const stage = at("stage");
  // Another run of the server counts its pages anew.
  const key = `${state.run} ${state.brief} ${state.view} ${state.locale}`;
  stage.toggleAttribute("data-failed", state.failed && state.page > 0);
  const alone = at("alone");
  alone.hidden = !state.page;
  alone.href = state.pdf ? `/pages/${state.page}/file` : `/pages/${state.page}`;
  alone.textContent = state.pdf ? "Open the PDF" : "Open by itself";
  if (!state.page || (shown.key === key && shown.page === state.page) || (coming?.key === key && coming.page === state.page)) return;
  coming?.frame.remove();
  const frame = make("iframe", "", {
    sandbox: SANDBOX, class: "coming", title: `The brief, ${tabs.find(tab => tab.dataset.view === state.view).textContent}`,
  });
  coming = { key, page: state.page, frame, top: shown.key === key ? shown.top : 0, blocks: [] };
  frame.src = `/pages/${state.page}`;
  at("frames").append(frame);
}

function arrived(blocks) {
  const was = shown;
  shown = { ...coming, blocks };
  coming = null;
  at("stage").dataset.view = view;
  shown.frame.contentWindow.postMessage({ scroll: shown.top, changed: was.key === shown.key ? state.blocks : [] }, "*");
  shown.frame.classList.remove("coming");
  was.frame?.remove();
  shown.frame.dataset.page = shown.page;
  drawBlocks();
}

function drawBlocks() {
  const places = state.places;
  at("blocks").replaceChildren(...shown.blocks.filter(name => places[name]).map(name => {
    const { file, line, is_house: house, template } = places[name];
    const button = make("button", [name, make("span", `${template}:${line}`, { class: "where" }),
      house ? make("span", "house", { class: "layer house" }) : ""], {
      type: "button", title: `${file}:${line}`, "aria-pressed": name === chosen, "data-name": name,
    });
    button.addEventListener("click", () => {
      choose(name);
      shown.frame.contentWindow.postMessage({ show: name }, "*");
    });
    const command = `briefgen templates eject ${template} --block ${name}`;
    const what = house ? "Yours: edit it there." : ["Shipped. To make it yours: ", make("code", command)];
    return make("li", name === chosen ? [button, make("p", what, { class: "do faint" })] : button);
  }));
  at("blocks-none").hidden = Boolean(chosen && shown.blocks.includes(chosen));
  at("blocks-none").textContent = state.frozen ? "The templates of what was released are kept with it."
    : "Click a block in the page, or choose one here.";
}

function choose(name) {
  const focused = document.activeElement?.closest("#blocks") !== null;
  chosen = name;
  drawBlocks();
  const button = at("blocks").querySelector(`[data-name="${CSS.escape(name)}"]`);
  if (focused) button?.focus();
  button?.scrollIntoView({ block: "nearest" });
  const place = state.places[name];
  if (place) say(`${name}: ${place.file}:${place.line}, ${place.is_house ? "house" : "shipped"}`);
}

function openDocument(number) {
  const note = state.notes[number];
  if (!note) return;
  const [id, start, end] = note;
  opener = document.activeElement;
  at("document-said").textContent = `Note ${number}`;
  const frame = make("iframe", "", { sandbox: SANDBOX, title: `The document of note ${number}` });
  frame.src = `/documents/${id}?start=${start}&end=${end}#said`;
  at("document-frame").replaceChildren(frame);
  at("document").hidden = false;
  at("document").focus();
}

function closeDocument() {
  if (at("document").hidden) return false;
  at("document").hidden = true;
  at("document-frame").replaceChildren();
  opener?.focus();
  return true;
}

// Escape closes one thing after the other: the document, then what is wrong.
function escape() {
  const box = at("findings");
  if (closeDocument() || box.hidden || !box.open) return;
  if (box.contains(document.activeElement)) at("findings-said").focus();
  box.open = false;
}

addEventListener("message", event => {
  const message = event.data;
  if (coming && event.source === coming.frame.contentWindow && message.kind === "ready") arrived(message.blocks);
  if (message.kind === "escape" && event.source === at("document-frame").firstChild?.contentWindow) escape();
  if (event.source !== shown.frame?.contentWindow) return;
  if (message.kind === "cite") openDocument(message.number);
  if (message.kind === "block") choose(message.name);
  if (message.kind === "scroll") shown.top = message.top;
  if (message.kind === "escape") escape();
});
addEventListener("keydown", event => {
  if (event.key === "Escape") escape();
});
at("document-close").addEventListener("click", closeDocument);
at("brief").addEventListener("change", event => {
  brief = event.target.value;
  chosen = "";
  follow();
});
at("locale").addEventListener("change", event => {
  locale = event.target.value;
  follow();
});
at("tabs").addEventListener("click", event => {
  const tab = event.target.closest("[role=tab]");
  if (!tab || tab.dataset.view === view) return;
  view = tab.dataset.view;
  follow();
});
at("tabs").addEventListener("keydown", event => {
  const here = tabs.indexOf(document.activeElement);
  const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (here < 0 || next === undefined) return;
  event.preventDefault();
  const tab = tabs.at(next % tabs.length);
  tab.focus();
  tab.click();
});
follow();
