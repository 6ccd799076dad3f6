// The custom element <netpol-designer>: a shadow root around the WebAssembly designer.
//
// Attributes: `value` (YAML, one or many documents), `autosave` (a key: the workspace is kept in
// this browser under it), `share` (links of this page can hold the workspace; for the one designer
// of a page). Property: `value`. Event: `netpol-change`, with `detail.yaml` and
// `detail.diagnostics`. Nothing is requested after the module, the wasm and the styles are there.

import init, { mount, onPanic } from "./netpol_web.js";

const wasm = init({ module_or_path: new URL("./netpol_web_bg.wasm", import.meta.url) });

const styles = fetch(new URL("./netpol-designer.css", import.meta.url))
  .then((response) => (response.ok ? response.text() : ""))
  .then((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  });

const live = new Set();

wasm.then(() =>
  onPanic((message) => {
    for (const element of live) element.showFailure(message);
  }),
);

// What a link that holds a workspace has in its fragment; how long that may be, so that chats and
// mails leave it whole; and how much may come out of it.
const MARK = "#np1=";
const MAX_LINK = 8_192;
const MAX_TEXT = 4_000_000;

export class NetpolDesigner extends HTMLElement {
  static observedAttributes = ["value"];

  #handle = null;
  #root = null;
  #value = "";
  #ready = null;
  #pasted = null;

  // Settles once the designer is drawn; pages and tests may wait for it.
  get ready() {
    return this.#ready;
  }

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: "open" });
  }

  get value() {
    return this.#value;
  }

  set value(yaml) {
    this.#value = String(yaml ?? "");
    this.#handle?.setValue(this.#value);
  }

  attributeChangedCallback(_name, _before, after) {
    this.value = after;
  }

  connectedCallback() {
    this.#ready = this.#start().catch((error) => this.showFailure(String(error)));
  }

  disconnectedCallback() {
    // An element that is only moved is connected again before the microtasks run.
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  async #start() {
    if (live.has(this)) return;
    live.add(this);
    const [sheet] = await Promise.all([styles, wasm]);
    if (!this.isConnected || this.#handle) return;
    this.#root.adoptedStyleSheets = [sheet];
    const host = document.createElement("div");
    host.className = "host";
    this.#root.replaceChildren(host);
    keepFocus(host);
    const open = async (files) => this.#handle?.openFiles(...(await readFiles(files)));
    host.addEventListener("change", ({ target }) => {
      if (target.type !== "file") return;
      open([...target.files]);
      target.value = "";
    });
    host.addEventListener("dragover", (event) => {
      if (event.dataTransfer.types.includes("Files")) event.preventDefault();
    });
    // Text that is pasted where nothing can be typed is a file; the first designer takes what is
    // pasted into the page as a whole.
    this.#pasted = (event) => {
      const text = event.clipboardData.getData("text/plain");
      const at = event.composedPath()[0];
      const mine = this.matches(":focus-within") || (document.activeElement === document.body && [...live][0] === this);
      if (!mine || !text.trim() || at.matches?.("input, textarea, [contenteditable]")) return;
      event.preventDefault();
      this.#handle?.openFiles(["pasted.yaml"], [text], false);
    };
    document.addEventListener("paste", this.#pasted);
    host.addEventListener("click", ({ target }) => {
      const kind = target.closest("[data-copy]")?.dataset.copy;
      if (kind) this.#copy(this.#handle.textOf(kind), kind === "link");
      // The question is answered, and will not be asked again.
      if (target.closest(".offer button")) history.replaceState(history.state, "", location.pathname + location.search);
    });
    host.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      open([...event.dataTransfer.files]);
    });
    this.#handle = mount(host, {
      value: this.#value,
      autosave: this.getAttribute("autosave") ?? undefined,
      onChange: (yaml, diagnostics) => this.#changed(yaml, diagnostics),
    });
    if (this.hasAttribute("share")) {
      addEventListener("hashchange", this.#offer);
      await this.#offer();
    }
    // It is drawn in a microtask of its own.
    await new Promise((drawn) => requestAnimationFrame(drawn));
  }

  #stop() {
    live.delete(this);
    document.removeEventListener("paste", this.#pasted);
    removeEventListener("hashchange", this.#offer);
    this.#handle?.unmount();
    this.#handle = null;
  }

  // A promise goes into the clipboard, since a click counts for nothing once it has come true.
  async #copy(text, asLink) {
    const made = asLink ? pack(text) : Promise.resolve(text);
    made.catch(() => {});
    let outcome = asLink ? 1 : 0;
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
    if (!location.hash.startsWith(MARK)) return;
    const text = await unpack(location.hash.slice(MARK.length)).catch(() => "");
    this.#handle?.offer(text ?? "", text === undefined);
  };

  #changed(yaml, diagnostics) {
    this.#value = yaml;
    const detail = { yaml, diagnostics };
    this.dispatchEvent(new CustomEvent("netpol-change", { detail, bubbles: true, composed: true }));
  }

  // Shown when the designer has crashed: what was written is still there to be taken away.
  showFailure(message) {
    this.#handle = null;
    const box = document.createElement("div");
    box.className = "host failure";
    box.setAttribute("role", "alert");
    const title = document.createElement("h1");
    title.textContent = "The designer has stopped";
    const text = document.createElement("p");
    text.textContent =
      "This is a defect of Netpol Designer, not of your policies. They are below as they were " +
      "last: download them, then reload the page.";
    const yaml = document.createElement("textarea");
    yaml.readOnly = true;
    yaml.rows = 16;
    yaml.setAttribute("aria-label", "Your policies");
    yaml.value = this.#value;
    const link = document.createElement("a");
    link.className = "button primary";
    link.textContent = "Download YAML";
    link.download = "networkpolicies.yaml";
    link.href = URL.createObjectURL(new Blob([this.#value], { type: "application/yaml" }));
    const details = document.createElement("p");
    details.className = "hint";
    details.textContent = message;
    box.append(title, text, link, yaml, details);
    this.#root.replaceChildren(box);
  }
}

// The names and texts of files, byte for byte, and whether some are no text.
async function readFiles(files) {
  const names = [];
  const texts = [];
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  for (const file of files) {
    try {
      texts.push(decoder.decode(await file.arrayBuffer()));
      names.push(file.name);
    } catch {
      // It is told with the others.
    }
  }
  return [names, texts, names.length < files.length];
}

// The address of this page with a text in its fragment.
async function pack(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const url = location.href.split("#")[0] + MARK;
  if (bytes.length * 4 / 3 > MAX_LINK - url.length) throw MAX_LINK;
  const code = btoa(String.fromCharCode(...bytes));
  return url + code.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// The text in a fragment; nothing if that would be too much.
async function unpack(code) {
  if (code.length > MAX_LINK) return;
  const bytes = atob(code.replaceAll("-", "+").replaceAll("_", "/"));
  const packed = Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const parts = [];
  let size = 0;
  for await (const part of stream) {
    parts.push(part);
    if ((size += part.length) > MAX_TEXT) return;
  }
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await new Blob(parts).arrayBuffer());
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

customElements.define("netpol-designer", NetpolDesigner);
