// The custom element <netpol-view>: shows Kubernetes NetworkPolicies in any page, and only shows them.
//
// The text is the element's own content, which is readable before anything has loaded, or its attribute
// or property `value`, or the file at `src`, of this site only. Attributes: `view` (what to show, of
// problems, meaning, graph, table, notes and yaml), `kubernetes-version`, `theme` (light or dark), `lang`
// (its language, otherwise that of the page around it).
// Events: `netpol-change`, with `detail.yaml` and `detail.diagnostics`, and `netpol-error`, with
// `detail.message`. Nothing is loaded until an element is near the view, and then once for all of them.

import { codeOf, formsOf, languageOf, ourMarkup, tableOf, textAt, unindented } from "../../web/shared/text.js";

// On a server there is no page, and nothing to do.
const isPage = typeof document === "object";

const SHOWN = "problems meaning graph notes";
const NEAR = "400px";

const load = async () => {
  const core = await import("./netpol_view.js");
  await core.default({ module_or_path: fetch(new URL("./netpol_view_bg.wasm", import.meta.url)) });
  return core;
};
let loading;
// What could not be loaded now may be loaded for the next one.
export const core = () => (loading ??= load().catch((error) => ((loading = undefined), Promise.reject(error))));

// The languages that there are words of besides English, where those are, and what was loaded of them.
const languages = {
  de: () => fetch(new URL("../words-de.json", import.meta.url)),
  ja: () => fetch(new URL("../words-ja.json", import.meta.url)),
};
const words = {};
const wordsIn = async (code) => {
  const table = code === "en" ? "" : await tableOf(code, languages[code]());
  return Object.assign(new (await core()).Words(table, formsOf(code)), { code });
};
// The words of a language, with its code; without them it is not spoken, and they are asked for anew the
// next time.
export async function wordsOf(language) {
  const asked = codeOf(language);
  const code = Object.hasOwn(languages, asked) ? asked : "en";
  try {
    return await (words[code] ??= wordsIn(code));
  } catch (error) {
    delete words[code];
    if (code === "en") throw error;
    return wordsOf("en");
  }
}

// All text in what the core writes is escaped there; a page that asks for a policy gets one by name.
const rules = { createHTML: ourMarkup };
const markup = globalThis.trustedTypes?.createPolicy("netpol-view", rules) ?? rules;

const sheet = isPage && new CSSStyleSheet();
if (isPage) sheet.replaceSync(`
:host {
  --netpol-ink: light-dark(#1b1c1a, #ecede8);
  --netpol-ink-2: light-dark(#5a5c57, #a9aca3);
  --netpol-bg: light-dark(#fff, #1b1c1a);
  --netpol-line: light-dark(#dcdcd6, #363934);
  --netpol-line-strong: light-dark(#85857d, #85887f);
  --netpol-accent: light-dark(#1f5fd1, #7fb0ff);
  --netpol-accent-soft: light-dark(#e7effd, #1d2c47);
  --netpol-allow: light-dark(#17693a, #7fd6a0);
  --netpol-deny: light-dark(#a8271b, #ff9a8d);
  --netpol-warn: light-dark(#7a5200, #f0c764);
  --netpol-radius: 8px;
  --netpol-padding: 16px;
  --netpol-gap: 10px;
  --netpol-font: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  --netpol-font-size: 15px;
  --netpol-line-height: 1.5;
  --netpol-mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  --netpol-mono-size: 13px;
  --netpol-border: 1px solid var(--netpol-line);
  --netpol-graph-width: 480px;
  display: block;
}
:host([theme=light]) { color-scheme: light }
:host([theme=dark]) { color-scheme: dark }
:host([hidden]) { display: none }
* { box-sizing: border-box }
section, p[part=empty] { all: initial; color-scheme: inherit; display: grid; gap: var(--netpol-gap); padding: var(--netpol-padding); color: var(--netpol-ink); background: var(--netpol-bg); border: var(--netpol-border); border-radius: var(--netpol-radius); font: var(--netpol-font-size)/var(--netpol-line-height) var(--netpol-font); overflow-wrap: anywhere; direction: inherit }
section + section { margin-top: var(--netpol-gap) }
section > * { min-width: 0 }
p, ul, figure, pre { margin: 0; padding: 0 }
ul { list-style: none; display: grid; gap: 6px }
[part=name] { font-weight: 650; font-size: 1.1em }
[part=verdict], .error, [part~=error] b { color: var(--netpol-deny) }
[part~=warning] b { color: var(--netpol-warn) }
[part=severity] { text-transform: capitalize }
[part=line], [part=help] { color: var(--netpol-ink-2) }
[part=help] { display: block }
[part=meaning] { display: grid; gap: 6px }
code { font: var(--netpol-mono-size) var(--netpol-mono); background: var(--netpol-accent-soft); border-radius: 4px; padding: 1px 4px }
[part=name] code { background: none; padding: 0; font: inherit }
[part=notes] li { padding-inline-start: 12px; border-inline-start: 3px solid var(--netpol-line) }
[part=notes] .caution { border-color: var(--netpol-warn) }
[part=yaml] { overflow: auto; border: var(--netpol-border); border-radius: var(--netpol-radius); padding: 10px 12px }
[part=yaml] code { background: none; padding: 0; white-space: pre }
[part=graph] { overflow-x: auto }
:focus-visible { outline: 2px solid var(--netpol-accent); outline-offset: 2px }
table { border-collapse: collapse; width: 100%; font-size: .9em }
th, td { text-align: start; vertical-align: top; padding: 4px 10px 4px 0; border-bottom: var(--netpol-border) }
.graph { display: block; width: 100%; min-width: var(--netpol-graph-width); height: auto; color: var(--netpol-ink) }
.graph rect { stroke: var(--netpol-line-strong) }
.graph .selected rect { stroke: var(--netpol-accent); fill: var(--netpol-accent-soft) }
.graph .allow { color: var(--netpol-allow) }
.graph .deny { color: var(--netpol-deny) }
.graph .open { color: var(--netpol-ink-2) }
.graph path:is(.deny, .open), .graph :is(.deny, .open) rect { stroke-dasharray: 4 3 }
.graph text { fill: var(--netpol-ink) }
`);

export class NetpolView extends (isPage ? HTMLElement : Object) {
  static observedAttributes = ["value", "src", "view", "kubernetes-version", "lang"];

  #root = this.attachShadow({ mode: "open" });
  #value = null;
  #isNear = false;
  #watcher = null;
  #content = new MutationObserver(() => this.#draw());
  #drawing = 0;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.append(document.createElement("slot"));
  }

  get value() {
    return this.#value ?? this.getAttribute("value") ?? unindented(this.textContent);
  }

  set value(yaml) {
    this.#value = String(yaml ?? "");
    this.#draw();
  }

  connectedCallback() {
    // What was set before this script had loaded is a property of its own.
    if (Object.hasOwn(this, "value")) {
      const { value } = this;
      delete this.value;
      this.value = value;
    }
    this.#content.observe(this, { childList: true, characterData: true, subtree: true });
    this.#watcher = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this.#watcher.disconnect();
      this.#isNear = true;
      this.#draw();
    }, { rootMargin: NEAR });
    this.#watcher.observe(this);
  }

  disconnectedCallback() {
    this.#watcher.disconnect();
    this.#content.disconnect();
  }

  attributeChangedCallback(name) {
    if (name === "value") this.#value = null;
    this.#draw();
  }

  async #draw() {
    if (!this.#isNear || !this.isConnected) return;
    const drawing = (this.#drawing += 1);
    try {
      const [{ view, diagnostics }, yaml, spoken] = await Promise.all([core(), this.#text(), wordsOf(languageOf(this))]);
      // Another text may have come meanwhile.
      if (drawing !== this.#drawing || !this.isConnected) return;
      const version = this.getAttribute("kubernetes-version") ?? "";
      const html = view(yaml, this.getAttribute("view") ?? SHOWN, version, spoken);
      if (html.startsWith("!")) throw new Error(html.slice(1));
      const shown = document.createElement("div");
      shown.lang = spoken.code;
      shown.innerHTML = markup.createHTML(html);
      this.#root.replaceChildren(shown);
      this.#tell("netpol-change", { yaml, diagnostics: JSON.parse(diagnostics(yaml, version)) });
    } catch ({ message }) {
      if (drawing !== this.#drawing || !this.isConnected) return;
      // What can be read without us stays readable.
      const told = document.createElement("p");
      told.className = "error";
      told.setAttribute("role", "alert");
      told.textContent = message;
      this.#root.replaceChildren(told, document.createElement("slot"));
      this.#tell("netpol-error", { message });
    }
  }

  async #text() {
    const src = this.#value === null && !this.hasAttribute("value") && this.getAttribute("src");
    if (!src) return this.value;
    return textAt(src, this.baseURI);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

if (isPage) customElements.define("netpol-view", NetpolView);
