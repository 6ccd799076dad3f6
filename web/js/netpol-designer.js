// The custom element <netpol-designer>: a shadow root around the WebAssembly designer.
//
// The text is the property or attribute `value`, or the file at `src`, of this site only, or the
// element's own content, which is readable until the designer is there. Other attributes: `autosave`
// (a key: the workspace is kept in this browser under it), `share` (links of this page can hold the
// workspace; for the one designer of a page), `readonly`, `view` (the tab that is open),
// `kubernetes-version`, `theme` (light or dark), and `name` in a form. Events: `netpol-change`, with
// `detail.yaml` and `detail.diagnostics`, and `netpol-error`, with `detail.message`. But for `src`
// and the words of a language nothing is requested after the module, the wasm and the styles are there.

import { MARK, codeOf, formsOf, languageOf, ourMarkup, pack, tableOf, textAt, unindented, unpack } from "../shared/text.js";
import init, { mount, onCrash, onMarkup, SnapshotReader, speak } from "./netpol_web.js";

// In a worker, where large files are read, this script has no page to draw; on a server nothing to do.
const isPage = typeof document === "object";

const load = async () => {
  const response = await fetch(new URL("./netpol_web_bg.wasm", import.meta.url));
  if (!response.ok) throw new Error(`The module cannot be loaded: ${response.status}.`);
  return WebAssembly.compile(join(new Uint8Array(await response.arrayBuffer())));
};
const adopt = async () => {
  const response = await fetch(new URL("./netpol-designer.css", import.meta.url));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(response.ok ? await response.text() : "");
  return sheet;
};
const compiled = isPage && load();
const wasm = isPage && init({ module_or_path: compiled });
const styles = isPage && adopt();

// A page that asks for a policy gets one by name, for markup and for the worker.
const rules = { createHTML: ourMarkup, createScriptURL: (url) => url };
const trusted = (isPage && globalThis.trustedTypes?.createPolicy("netpol-designer", rules)) || rules;

// The languages that there are words of besides English, and where those are.
const languages = {
  de: () => fetch(new URL("./words-de.json", import.meta.url)),
  ja: () => fetch(new URL("./words-ja.json", import.meta.url)),
};
const hasWords = (code) => code === "en" || Object.hasOwn(languages, code);
const loaded = {};
// What a page speaks, its words, and what it was last asked to speak: there is one module, which knows the
// words of one language.
let [spoken, words, wanted, table] = ["en", {}, "en", ""];
// What was chosen, where a page keeps nothing.
let chosen = null;
const say = (text) => words[text] ?? text;

const live = new Set();
// Designers that nobody sees any more, each with its root and its host.
const idle = [];

// Whether the workspace is kept: there is nothing to tell, it is, the browser keeps nothing, or no more.
const [SILENT, KEPT, DENIED, FULL] = [0, 1, 2, 3];

// What is opened at once, so that a folder that was not meant does not fill the memory.
const [MOST_FILES, MOST_BYTES, DEEPEST] = [1000, 5e7, 10];

// Where the language is kept that a user has chosen.
const CHOSEN = "netpol-language";

// Files above this are read apart, and only what policies can tell is kept of them; up to that.
const [LARGE, LARGEST] = [1e6, 4e8];

if (isPage) {
  wasm.then(() => {
    onMarkup((markup) => trusted.createHTML(markup));
    onCrash((told) => {
      idle.length = 0;
      // The functions that the module was in, by number: `cargo xtask frames` knows their names.
      Error.stackTraceLimit = 50;
      const frames = [...Error().stack.matchAll(/wasm-function\[(\d+)/g)].map(([, number]) => number);
      const message = told || "Crashed in " + frames.slice(2).join(" ");
      for (const element of live) element.showFailure(message);
    });
  });
} else if ("onmessage" in globalThis) {
  onmessage = async ({ data: [module, name, file, text, code] }) => {
    await init({ module_or_path: module });
    speak(text, formsOf(code));
    postMessage(await readSnapshot(name, file, postMessage).catch(() => []));
  };
}

export class NetpolDesigner extends (isPage ? HTMLElement : Object) {
  static observedAttributes = ["value", "src", "readonly", "view", "kubernetes-version", "lang"];
  static formAssociated = true;

  #handle = null;
  #used = null;
  // Counts the texts that were set or written, so that a file that comes late replaces none of them.
  #texts = 0;
  #root = this.attachShadow({ mode: "open" });
  #form = this.attachInternals();
  #value = null;
  #ready = null;
  #ending = null;
  #cancel = null;
  #reading = Promise.resolve();
  #kept = null;
  #saving = SILENT;

  // Settles once the designer is drawn; pages and tests may wait for it.
  get ready() {
    return this.#ready;
  }

  constructor() {
    super();
    this.#root.append(document.createElement("slot"));
  }

  get value() {
    return this.#value ?? this.#given;
  }

  set value(yaml) {
    this.#keepValue(String(yaml ?? ""));
    this.#handle?.setValue(this.#value);
  }

  // What the page has written.
  get #given() {
    return this.getAttribute("value") ?? unindented(this.textContent);
  }

  attributeChangedCallback(name, _before, after) {
    if (name === "value") this.value = after ?? this.#given;
    else if (name === "lang") live.has(this) && speakAs(this.#asked);
    else if (name !== "src") this.#configure(name === "view" && after);
    else if (live.has(this)) this.#load();
  }

  formAssociatedCallback() {
    this.#form.setFormValue(this.value);
  }

  formResetCallback() {
    if (this.hasAttribute("src") && !this.hasAttribute("value")) this.#load();
    else this.value = this.#given;
  }

  formDisabledCallback() {
    this.#configure();
  }

  formStateRestoreCallback(yaml) {
    // What is kept under a key may be newer.
    if (!this.hasAttribute("autosave")) this.value = yaml;
  }

  #keepValue(yaml) {
    this.#value = yaml;
    this.#texts += 1;
    // A browser keeps what it is told here, whatever its size.
    if (this.#form.form) this.#form.setFormValue(yaml);
  }

  async #load() {
    const src = this.getAttribute("src");
    const texts = (this.#texts += 1);
    try {
      const text = src && (await textAt(src, this.baseURI));
      if (src && texts === this.#texts) this.value = text;
    } catch ({ message }) {
      this.#tell("netpol-error", { message });
    }
  }

  #configure(view) {
    this.#handle?.configure(this.#isFixed, view || "", this.getAttribute("kubernetes-version") ?? "");
  }

  connectedCallback() {
    // What was set before this script had loaded is a property of its own.
    if (Object.hasOwn(this, "value")) {
      const { value } = this;
      delete this.value;
      this.value = value;
    }
    if (!live.has(this)) this.#ready = this.#start().catch((error) => this.showFailure(String(error)));
  }

  disconnectedCallback() {
    // An element that is only moved is connected again before the microtasks run.
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  async #start() {
    live.add(this);
    const isLoaded = this.#value === null && this.#load();
    const [sheet] = await Promise.all([styles, wasm, isLoaded, speakAs(this.#asked)]);
    if (!this.isConnected || this.#handle) return;
    this.#root.adoptedStyleSheets = [sheet];
    const host = document.createElement("div");
    host.className = "outer";
    host.lang = spoken;
    this.#root.replaceChildren(host);
    keepFocus(host);
    keepName(host);
    const { signal } = (this.#ending = new AbortController());
    this.#hearFiles(host, signal);
    host.addEventListener("change", ({ target }) => {
      if (!target.matches("[data-language]")) return;
      chosen = target.value;
      try {
        localStorage.setItem(CHOSEN, chosen);
      } catch {
        // It is spoken until the page is left.
      }
      speakAs(chosen);
    });
    host.addEventListener("click", ({ target }) => {
      const kind = target.closest("[data-copy]")?.dataset.copy;
      if (kind) this.#copy(this.#handle.textOf(kind), kind === "link" ? String : kind === "frame" && frame);
      const form = target.closest("[data-picture]")?.dataset.picture;
      if (form) savePicture(target.closest(".picture").querySelector("svg"), form);
      if (target.closest("[data-cancel]")) this.#cancel?.();
      // The question is answered, and will not be asked again.
      if (!target.closest(".offer button")) return;
      const rest = new URLSearchParams(location.search);
      rest.delete("src");
      history.replaceState(history.state, "", `${location.pathname}?${rest}`.replace(/\?$/, ""));
    });
    const keep = this.#keeper(this.getAttribute("autosave"), signal);
    this.#used = idle.pop() ?? { root: document.createElement("div") };
    const { root, handle } = this.#used;
    root.className = "host";
    host.append(root);
    if (this.#form.form) this.#form.setFormValue(this.value);
    const told = {
      value: this.value,
      kept: this.#kept ?? undefined,
      saving: this.#saving,
      keep,
      save,
      changed: (yaml, diagnostics) => this.#changed(yaml, diagnostics),
    };
    handle?.renew(told);
    this.#handle = this.#used.handle ??= mount(root, told);
    this.#configure(this.getAttribute("view"));
    if (this.hasAttribute("share")) {
      addEventListener("hashchange", this.#offer, { signal });
      await this.#offer();
      await this.#offerFile();
    }
    // It is drawn in a microtask of its own.
    await new Promise((drawn) => requestAnimationFrame(drawn));
  }

  // Reads a large file in a worker, or where there can be none in the page, a little at a time.
  async #openLarge(name, file) {
    if (!this.#handle) return;
    const tell = (percent) => this.#handle?.reading(name, percent);
    tell(0);
    let worker;
    let isStopped = false;
    const stopped = new Promise((stop) => (this.#cancel = stop)).then(() => (isStopped = true));
    const inWorker = async () => {
      worker = new Worker(trusted.createScriptURL(import.meta.url), { type: "module" });
      worker.postMessage([await compiled, name, file, table, spoken]);
      return new Promise((done, fail) => {
        worker.onmessage = ({ data }) => (Array.isArray(data) ? done(data) : tell(data));
        worker.onerror = fail;
      });
    };
    const rest = () => new Promise((done) => setTimeout(done));
    const inPage = () => readSnapshot(name, file, tell, rest, () => isStopped).catch(() => []);
    const found = await Promise.race([stopped, inWorker().catch(inPage)]);
    worker?.terminate();
    this.#cancel = null;
    this.#handle?.reading(name);
    if (isStopped) return;
    const [told, ...files] = found;
    if (told === undefined) return this.#handle?.openFiles([], [], [name]);
    const every = (rest) => files.filter((_, at) => at % 2 === rest);
    this.#handle?.openFiles(every(0), every(1), [], told);
  }

  #stop() {
    this.#cancel?.();
    live.delete(this);
    this.#ending?.abort();
    const handle = this.#handle;
    if (!handle) return;
    this.#handle = null;
    // What was typed last is told and kept first: a long text is read when its field is left.
    this.#used.root.querySelector(".editor-code textarea")?.dispatchEvent(new FocusEvent("focusout"));
    handle.flush();
    handle.renew({ value: "", saving: SILENT, keep: () => SILENT, save, changed() {} });
    idle.push(this.#used);
    this.#root.replaceChildren();
  }

  // The language that is asked for: that of the page, or where it leaves that open, the one chosen, or
  // that of the browser.
  get #asked() {
    if (this.getAttribute("lang") !== "") return languageOf(this);
    // Of all that the reader knows the first that there are words of.
    const own = navigator.languages.find((language) => hasWords(codeOf(language)));
    try {
      return chosen ?? localStorage.getItem(CHOSEN) ?? own;
    } catch {
      return chosen ?? own;
    }
  }

  // Its words are said in another language.
  respeak() {
    const host = this.#root.querySelector(".outer");
    if (!host) return;
    host.lang = spoken;
    // All is drawn anew, and the choice with it.
    const find = () => host.querySelector("[data-language]")?.focus();
    if (this.#root.activeElement?.matches("[data-language]")) requestAnimationFrame(find);
    this.#handle?.redraw();
  }

  get #isFixed() {
    return this.matches("[readonly], :disabled");
  }

  // Files are chosen, dropped, or pasted as text.
  #hearFiles(host, signal) {
    const open = async (files) => {
      const isLarge = ([name, file]) => isWanted(name) && file.size > LARGE && file.size < LARGEST;
      const others = files.filter((file) => !isLarge(file));
      const read = others.length || !files.length ? await readFiles(others) : null;
      // Meanwhile it may have become that of another element.
      if (read) this.#handle?.openFiles(...read);
      // One after the other: there is one bar, and one button to stop it.
      for (const file of this.#isFixed ? [] : files.filter(isLarge)) {
        this.#reading = this.#reading.then(() => this.#openLarge(...file)).catch((error) => this.showFailure(String(error)));
      }
    };
    host.addEventListener("change", ({ target }) => {
      if (target.type !== "file") return;
      open([...target.files].map((file) => [file.webkitRelativePath || file.name, file]));
      target.value = "";
    });
    const mark = (isAbove) => host.classList.toggle("dropping", isAbove);
    host.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      mark(true);
    });
    host.addEventListener("dragleave", ({ relatedTarget }) => mark(host.contains(relatedTarget)));
    host.addEventListener("drop", async (event) => {
      mark(false);
      const items = [...event.dataTransfer.items].filter(({ kind }) => kind === "file");
      if (!items.length) return;
      event.preventDefault();
      // Nobody can ask for them any more once this task is over.
      const found = items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
      open(await filesIn(found));
    });
    // Text that is pasted where nothing can be typed is a file; the first designer takes what is
    // pasted into the page as a whole.
    const paste = (event) => {
      const text = event.clipboardData.getData("text/plain");
      const at = event.composedPath()[0];
      const first = [...live].find((element) => !element.#isFixed);
      const mine = this.matches(":focus-within") || (document.activeElement === document.body && first === this);
      if (!mine || !this.#handle || !text.trim() || at.matches?.("input, textarea, [contenteditable]")) return;
      event.preventDefault();
      this.#handle.openFiles([""], [text], []);
    };
    document.addEventListener("paste", paste, { signal });
  }

  // Keeps the workspace in this browser, if there is a key for it. What another page has kept under
  // the same key is followed: what was here is one step back then, and nothing is written over.
  #keeper(key, signal) {
    [this.#kept, this.#saving] = [null, SILENT];
    if (key === null) return () => SILENT;
    const look = () => {
      let now = null;
      try {
        now = localStorage.getItem(key);
      } catch {
        this.#saving = DENIED;
      }
      if (!now?.trim() || now === this.#kept) return false;
      this.#kept = now;
      this.#handle?.follow(now);
      return true;
    };
    if (look()) this.#saving = KEPT;
    addEventListener("storage", look, { signal });
    // A page that was frozen, or left and come back to, has heard of nothing.
    addEventListener("pageshow", look, { signal });
    addEventListener("pagehide", () => this.#handle?.flush(), { signal });
    let unsaved = false;
    addEventListener("beforeunload", (event) => unsaved && event.preventDefault(), { signal });
    return (text) => {
      unsaved = false;
      if (look()) return KEPT;
      try {
        localStorage.setItem(key, text);
        this.#kept = text;
        return KEPT;
      } catch ({ name }) {
        unsaved = true;
        return name === "QuotaExceededError" ? FULL : DENIED;
      }
    };
  }
  // A promise goes into the clipboard, since a click counts for nothing once it has come true.
  async #copy(text, linked) {
    const made = linked ? pack(text).then(linked) : Promise.resolve(text);
    made.catch(() => {});
    let outcome = linked === String ? 1 : 0;
    try {
      const type = "text/plain";
      const blob = made.then((text) => new Blob([text], { type }));
      await navigator.clipboard.write([new ClipboardItem({ [type]: blob })]);
    } catch {
      outcome = await made.then(() => 2, () => 3);
    }
    this.#handle?.copied(outcome);
  }

  // Whatever a link holds, it is only offered. What cannot be unpacked at all is a text that the
  // core finds damaged.
  #offer = async () => {
    if (this.#isFixed || !location.hash.startsWith(MARK)) return;
    const [code] = location.hash.slice(MARK.length).split("&");
    const text = await unpack(code).catch(() => "");
    this.#handle?.offer(text ?? "", text === undefined);
  };

  // The same for a file of this site, which the address of our own page can name.
  async #offerFile() {
    const src = new URLSearchParams(location.search).get("src");
    if (this.#isFixed || !src || this.getAttribute("share") !== "frames") return;
    const text = await textAt(src, location).catch(() => null);
    if (text === null) this.#handle?.openFiles([], [], [src]);
    else this.#handle?.offer(file(src, text), false);
  }

  #changed(yaml, diagnostics) {
    this.#keepValue(yaml);
    this.#tell("netpol-change", { yaml, diagnostics });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  // Shown when the designer has crashed: what was written is still there to be taken away.
  showFailure(message) {
    this.#handle = null;
    const box = document.createElement("div");
    box.className = "host failure";
    box.setAttribute("role", "alert");
    const title = document.createElement("h1");
    title.textContent = say("The designer has stopped");
    const text = document.createElement("p");
    text.textContent = say("This is a defect of Netpol Designer, not of your policies. They are below as they were last: download them, then reload the page.");
    const yaml = document.createElement("textarea");
    yaml.readOnly = true;
    yaml.rows = 16;
    yaml.setAttribute("aria-label", say("Your policies"));
    yaml.value = this.value;
    const link = document.createElement("a");
    link.className = "button primary";
    link.textContent = say("Download YAML");
    link.download = "networkpolicies.yaml";
    link.href = URL.createObjectURL(new Blob([this.value], { type: "application/yaml" }));
    const details = document.createElement("p");
    details.className = "hint";
    details.textContent = message;
    box.append(title, text, link, yaml, details);
    this.#root.replaceChildren(box);
    this.#tell("netpol-error", { message });
  }
}

// The names and texts of files, byte for byte, and the names of those that are no text or too much.
async function readFiles(files) {
  const [names, texts, refused] = [[], [], []];
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let room = MOST_BYTES;
  // Sorted as text, which begins with the name.
  for (const [name, file] of files.filter(([name]) => isWanted(name)).sort()) {
    try {
      room -= file.size;
      if (room < 0 || names.length === MOST_FILES) throw 0;
      texts.push(decoder.decode(await file.arrayBuffer()));
      names.push(name);
    } catch {
      refused.push(name);
    }
  }
  return [names, texts, refused];
}

// Reads a large file in steps, and tells how many percent are read; `rest` gives others a turn.
async function readSnapshot(name, file, tell, rest = () => {}, isStopped = () => false) {
  const reader = new SnapshotReader(file.size);
  // Never all of it at once: it takes the page as long as many frames, and as much memory again.
  const part = 1e6;
  for (let at = 0; at < file.size && !isStopped(); at += part) {
    reader.add(new Uint8Array(await file.slice(at, at + part).arrayBuffer()));
  }
  if (!reader.start()) throw name;
  let told = 0;
  for (let percent; (percent = reader.step()) !== undefined; await rest()) {
    if (isStopped()) return reader.free();
    if (percent > told) tell((told = percent));
  }
  return reader.finish(name);
}

// Has all designers say their words in a language, if there are words of it.
async function speakAs(asked) {
  const asks = codeOf(asked);
  const code = (wanted = hasWords(asks) ? asks : "en");
  let [text, known] = ["", {}];
  try {
    // Many designers of a page ask at once.
    if (code !== "en") text = await (loaded[code] ??= tableOf(code, languages[code]()));
    if (text) known = JSON.parse(text);
  } catch {
    // Without its words a language is not spoken; they are asked for anew the next time.
    delete loaded[code];
    return;
  }
  await wasm;
  if (wanted !== code || spoken === code) return;
  [spoken, words, table] = [code, known, text];
  speak(text, formsOf(code));
  for (const element of live) element.respeak();
}

// Whether a file is to be opened by its path: of a folder only what may be a manifest.
const isWanted = (path) => !path.includes("/") || (/\.(ya?ml|json)$/i.test(path) && !/(^|\/)(\.|node_modules\/)/.test(path));

// The files among entries of a file system and in their folders, with their paths.
async function filesIn(entries, depth = 0) {
  const files = [];
  for (const entry of entries) {
    const path = entry.fullPath?.slice(1) ?? entry.name;
    const ask = (about, what, otherwise) => new Promise((done) => about[what](done, () => done(otherwise)));
    if (entry.isFile) files.push([path, await ask(entry, "file")]);
    else if (!entry.isDirectory) files.push([path, entry]);
    else if (depth < DEEPEST && isWanted(path + "/a.yaml")) {
      const reader = entry.createReader();
      // Browsers give a hundred at a time.
      for (let some; (some = await ask(reader, "readEntries", [])).length; ) files.push(...(await filesIn(some, depth + 1)));
    }
  }
  return files;
}

// Offers bytes as a file; tells whether the browser takes them.
function save(name, bytes) {
  try {
    const link = document.createElement("a");
    // A download has no folders.
    link.download = name.split("/").pop();
    const types = { zip: "application/zip", svg: "image/svg+xml", png: "image/png" };
    const type = types[name.split(".").pop()] ?? "application/yaml";
    link.href = URL.createObjectURL(new Blob([bytes], { type }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href));
    return true;
  } catch {
    return false;
  }
}

// A file as a link would hold it, under the last part of its address.
function file(address, text) {
  const name = address.split(/[?#]/)[0].split("/").pop();
  const [names, texts] = [name, text].map((text) => new Blob([text]).size);
  return `1\n${names} ${texts}\n${name}${text}`;
}

// What a page needs to show what is in a link, in a frame.
const frame = (link) => {
  // Not as `new URL`, which bundlers take for a file that is to come along.
  const address = import.meta.url.replace(/[^/]*$/, "view/embed.html") + new URL(link).hash;
  return `<iframe src="${address}&view=meaning graph&readonly=1${spoken === "en" ? "" : `&lang=${spoken}`}" title="NetworkPolicies" width="100%" height="480" loading="lazy"></iframe>`;
};

// Saves a picture as it is, or drawn on white at twice its size.
async function savePicture(svg, form) {
  const text = new XMLSerializer().serializeToString(svg);
  if (form === "svg") return save("networkpolicy.svg", text);
  const image = new Image();
  image.src = "data:image/svg+xml," + encodeURIComponent(text);
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width * 2, image.height * 2];
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save("networkpolicy.png", blob));
}

// Escape brings back what a name was before it was typed over.
function keepName(host) {
  let before;
  const remember = ({ target }) => (before = target.value);
  host.addEventListener("focusin", remember);
  host.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!target.matches(".file-name")) return;
    if (key === "Escape") target.value = before;
    // Once it is taken over it may be another one, as no two files have the same.
    if (key === "Enter") setTimeout(() => remember(event));
  });
}

const CONTROLS = ":is(input, select, textarea, button, summary):not([aria-disabled], [tabindex='-1'])";

// What has the keyboard may be moved or taken away, by undo for instance. Instead of falling back
// to the start of the host's page, the keyboard goes to the same control, or to one nearby.
function keepFocus(host) {
  let trail = [];
  host.addEventListener("focusin", ({ target }) => {
    trail = [];
    for (let node = target; node && node !== host; node = node.parentElement) trail.push(node);
  });
  host.addEventListener("focusout", () => {
    // Left by the user, if it is not back where it was by the next task.
    setTimeout(() => {
      if (!host.getRootNode().activeElement) trail = [];
    });
  });
  const restore = (changes) => {
    const isGone = changes.some(({ removedNodes }) => [...removedNodes].some((node) => node.contains(trail[0])));
    if (!isGone || host.getRootNode().activeElement) return;
    for (const near of trail.filter((node) => node.isConnected)) {
      const controls = near === trail[0] ? [near] : [...near.querySelectorAll(CONTROLS)];
      const control = controls.find((found) => found.checkVisibility());
      if (control) return control.focus();
    }
  };
  new MutationObserver(restore).observe(host, { childList: true, subtree: true });
}

// Puts a module together again that was taken apart for the compressor: xtask/src/split.rs says
// how, and has this in Rust. What is no such thing stays as it is.
function join(split) {
  if (!split[0]) return split;
  let [at, to] = [0, 0];
  const number = () => {
    for (let [value, shift] = [0, 0]; ; shift += 7) {
      value += (split[at] & 127) << shift;
      if (split[at++] < 128) return value;
    }
  };
  const module = new Uint8Array(number());
  const sizes = Array.from({ length: 19 }, number);
  const next = sizes.map((size) => (at += size) - size);
  const [HEAD, TAIL, PHRASE, CODE, LOCALS, BLOCK, BRANCH, TABLE, CALL, LOCAL, GLOBAL, ALIGN, OFFSET, FRAME, STORE, NUMBER, ADDED, LONG, OTHER] = sizes.keys();
  const end = next[CODE] + sizes[CODE];
  const bytes = (stream, count) => {
    module.set(split.subarray(next[stream], (next[stream] += count)), to);
    to += count;
  };
  const leb = (stream) => {
    const byte = (module[to++] = split[next[stream]++]);
    return byte < 128 ? byte : (leb(stream) << 7) | (byte & 127);
  };
  const lebs = (stream, count) => {
    while (count-- > 0) leb(stream);
  };
  const phrases = [];
  for (let from = next[PHRASE], end = from + sizes[PHRASE]; from < end; ) {
    let to = from + 2;
    while (split[to++] > 127);
    phrases[split[from]] = split.subarray(from + 1, to);
    from = to;
  }
  const codes = Array.from({ length: 256 }, (_, code) => code);
  for (const swapped of "20fdd4ff41c26a2a28002101d3fe22fb36041082378a0c8c248d422e3a8efc90cf918430d1f9d2053b93ad2b".match(/..../g)) {
    const [one, other] = swapped.match(/../g).map((hex) => parseInt(hex, 16));
    [codes[one], codes[other]] = [other, one];
  }
  let code;
  bytes(HEAD, sizes[HEAD]);
  while (next[CODE] < end) {
    const start = to;
    for (let count = leb(LOCALS); count--; bytes(LOCALS, 1)) leb(LOCALS);
    for (let depth = 1; depth; ) {
      const before = code;
      code = codes[split[next[CODE]++]];
      const then = codes[split[next[CODE]]];
      const phrase = phrases[code];
      if (phrase) {
        for (const byte of phrase) module[to++] = byte;
        continue;
      }
      module[to++] = code;
      if (code === 0x41) leb(then > 0x69 && then < 0x79 ? ADDED : NUMBER);
      else if (code > 0x1f && code < 0x23) leb(LOCAL);
      else if (code > 0x27 && code < 0x3f) leb(ALIGN), leb(code > 0x35 ? STORE : before === 0xd4 ? FRAME : OFFSET);
      else if (code === 0x10) leb(CALL);
      else if (code === 0x0b) depth--;
      else if (code > 1 && code < 5) depth++, leb(BLOCK);
      else if (code === 0x0c || code === 0x0d) leb(BRANCH);
      else if (code === 0x23 || code === 0x24) leb(GLOBAL);
      else if (code === 0x0e) lebs(TABLE, leb(TABLE) + 1);
      else if (code === 0x11) lebs(OTHER, 2);
      else if (code === 0x42) leb(LONG);
      else if (code === 0x43) bytes(OTHER, 4);
      else if (code === 0x44) bytes(OTHER, 8);
      else if ([0x25, 0x26, 0x3f, 0x40, 0xd0].includes(code)) leb(OTHER);
      else if (code === 0xfc) lebs(OTHER, "000000002121212111"[leb(OTHER)]);
    }
    const size = [];
    for (let rest = to - start; size.push(rest & 127 | (rest > 127 && 128)), (rest >>= 7); );
    module.copyWithin(start + size.length, start, to);
    module.set(size, start);
    to += size.length;
  }
  bytes(TAIL, sizes[TAIL]);
  return module;
}

if (isPage) customElements.define("netpol-designer", NetpolDesigner);
