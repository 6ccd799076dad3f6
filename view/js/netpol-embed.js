// The page that others show in a frame, where they can add no script: the policies in its own address.
//
//   view/embed.html#np1=…&view=meaning graph&readonly=1
//   view/embed.html?src=../policies/web.yaml#view=graph&readonly=1&lang=de
//
// The fragment is that of a link to the designer, and `src` a file of the designer's own site. What is
// asked for besides: `readonly=1`, without which the whole designer is there; `view`, `theme`,
// `kubernetes-version` and `lang`, which are attributes of the elements. The page around hears by messages
// `{ type: "netpol-resize", height }`, in pixels, of what is only shown, and `{ type: "netpol-change", yaml,
// diagnostics }` and `{ type: "netpol-error", message }`. Nothing is kept: the workspace of this browser is
// not touched.
//
// Any page may have made the frame. So what its address does not say already, because it was typed or is
// in a file of this site, is told to pages of this site alone, and to those that `embed.html` names.

import { textAt, unpack } from "../../web/shared/text.js";
import { core, wordsOf } from "./netpol-view.js";

const place = document.querySelector("main");
const asked = new URLSearchParams(location.hash.slice(1));
const readonly = asked.get("readonly") === "1";
const src = new URLSearchParams(location.search).get("src");
const named = document.querySelector("meta[name=netpol-parents]").content.split(/\s+/).filter(Boolean);
const everyone = ["*"];
const known = readonly && !src ? everyone : [location.origin, ...named];
const tell = (message, origins = known) => origins.forEach((origin) => parent.postMessage(message, origin));

async function start() {
  const element = document.createElement(readonly ? "netpol-view" : "netpol-designer");
  for (const name of ["view", "theme", "kubernetes-version", "lang"]) {
    if (asked.has(name)) element.setAttribute(name, asked.get(name));
  }
  document.documentElement.style.colorScheme = asked.get("theme") ?? "";
  for (const type of ["netpol-change", "netpol-error"]) {
    element.addEventListener(type, ({ detail }) => tell({ type, ...detail }));
  }
  if (!readonly) {
    // The designer has the picture beside the words.
    const [first] = (asked.get("view") ?? "").split(" ");
    element.setAttribute("view", first === "graph" ? "meaning" : first);
    await import("../netpol-designer.js");
  }
  element.value = await text();
  // In place of what says that it is coming.
  place.querySelector("p").replaceWith(element);
  if (!readonly) return;
  place.append(wayOut());
  const body = document.body;
  new ResizeObserver(() => tell({ type: "netpol-resize", height: Math.ceil(body.getBoundingClientRect().height) }, everyone)).observe(body);
}

async function text() {
  if (src) return textAt(src, location);
  const files = await unpack(asked.get("np1") ?? "").catch(() => undefined);
  const yaml = files === undefined ? undefined : (await core()).shared(files);
  if (yaml === undefined) throw new Error(await say("This frame has no policies in its address, or the address was cut off."));
  return yaml;
}

// A text in the language of the frame; in English where it has no words.
async function say(text) {
  try {
    const words = await wordsOf(asked.get("lang"));
    document.documentElement.lang = words.code;
    return words.say(text);
  } catch {
    return text;
  }
}

// The same in the whole designer, in a page of its own.
function wayOut() {
  const link = document.createElement("a");
  const page = new URL("../", location.href.split(/[?#]/)[0]);
  if (src) page.searchParams.set("src", new URL(src, location).href);
  else page.hash = `np1=${asked.get("np1")}`;
  link.href = page;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Open in Netpol Designer";
  say(link.textContent).then((text) => (link.textContent = text));
  const line = document.createElement("p");
  line.append(link);
  return line;
}

// Another fragment is another frame.
addEventListener("hashchange", () => location.reload());

start().catch(({ message }) => {
  const told = document.createElement("p");
  told.setAttribute("role", "alert");
  told.textContent = message;
  place.replaceChildren(told);
  tell({ type: "netpol-error", message });
});
