// For pages made of Markdown and the like: every block of code in the language `netpol` is shown as
// the policies that it is.
//
// One script tag does it: `<script type="module" src="…/netpol-docs.js?view=meaning graph&edit">`. In the
// address, `view`, `theme` and `kubernetes-version` are the attributes of `<netpol-view>`, and `edit` adds
// a button that opens a block in the designer. A block stays in the page, and is hidden once it is drawn:
// it can be read until then, and where nothing can be loaded. Nothing but this and the script of the view
// is loaded until a block is near the view.

// How generators write the language: mdBook, Hugo and plain HTML; Docusaurus and MkDocs; Sphinx; Starlight.
const BLOCKS = "pre:has(> code.language-netpol), pre.language-netpol, .language-netpol pre, .highlight-netpol pre, pre[data-language=netpol]";
// What belongs to a block, such as a button to copy it; and the numbers of its lines.
const AROUND = ".theme-code-block, .highlight-netpol, .expressive-code";
const NUMBERS = ".linenos, .lineno, .linenodiv, .gutter";

// An address without a query asks for nothing; how bundlers name this script is not known.
const given = new URL(import.meta.url).searchParams;
const known = new WeakSet();

function show(block) {
  known.add(block);
  const around = block.closest(AROUND) ?? block;
  const view = document.createElement("netpol-view");
  for (const name of ["view", "theme", "kubernetes-version"]) {
    if (given.has(name)) view.setAttribute(name, given.get(name));
  }
  view.value = textOf(block);
  // It stands as far from its neighbors as the block did.
  view.style.marginBlock = getComputedStyle(around).marginBlock;
  // A page's own styles may say that a block is shown, whatever is hidden.
  view.addEventListener("netpol-change", () => around.style.setProperty("display", "none", "important"));
  view.addEventListener("netpol-error", () => around.style.removeProperty("display"));
  // What a script of the page has made is left where it is: it may be looked for there.
  around.before(view);
  if (given.has("edit")) view.after(editButton(view));
}

// The text of a block; some generators make each line an element, without a break between them.
function textOf(block) {
  const copy = block.cloneNode(true);
  for (const number of copy.querySelectorAll(NUMBERS)) number.remove();
  const lines = [...copy.querySelectorAll(".token-line, .ec-line")];
  const text = lines.length ? lines.map((line) => line.textContent.replace(/\n$/, "")).join("\n") : copy.textContent;
  return text.trimEnd() + "\n";
}

function editButton(view) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "netpol-edit";
  button.style.cssText = "display: block; margin-block: .5em 1.5em";
  button.textContent = given.get("edit") || "Edit this policy";
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await import("../netpol-designer.js");
    } catch {
      // It may work the next time; a reader without a network sees that nothing happens.
      button.disabled = false;
      return;
    }
    const designer = document.createElement("netpol-designer");
    designer.style.cssText = "display: block; height: 40rem";
    designer.value = view.value;
    view.replaceWith(designer);
    button.remove();
    await designer.ready;
    designer.scrollIntoView({ block: "nearest" });
    const fields = [...designer.shadowRoot.querySelectorAll("input:not([type=file])")];
    fields.find((field) => field.offsetParent)?.focus();
  });
  return button;
}

// What a page adds later comes too, as one does that changes without loading.
function showAll() {
  const found = [...document.querySelectorAll(BLOCKS)].filter((block) => !known.has(block) && !block.closest(NUMBERS));
  if (!found.length) return;
  import("./netpol-view.js");
  found.forEach(show);
}

function start() {
  showAll();
  new MutationObserver(showAll).observe(document.documentElement, { childList: true, subtree: true });
}

// A page that a script takes over, as React does, is left alone until that is done.
const later = globalThis.requestIdleCallback ?? setTimeout;
if (typeof document === "object") {
  if (document.readyState === "complete") later(start);
  else addEventListener("load", () => later(start));
}
