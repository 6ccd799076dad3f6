// What the elements do with texts before the core sees them: where they come from, in which language words
// are said, and how texts travel in links. The build puts it into each script that imports of it, and
// minifying drops what that needs not.

// A text between tags is indented as its page is: as its leftmost line.
export function unindented(text) {
  if (!text.trim()) return "";
  const lines = text.replace(/^\s*\n/, "").trimEnd().split("\n");
  const indents = lines.filter((line) => line.trim()).map((line) => line.search(/\S/));
  return lines.map((line) => line.slice(Math.min(...indents))).join("\n") + "\n";
}

// Markup of ours. What looks like any other element than those that we write, or like one with a script in
// an attribute, becomes text.
const TAGS = /^(b|button|code|desc|div|figure|g|h[1-6]|i|input|li|p|path|pre|rect|section|small|span|svg|table|tbody|td|text|textarea|th|thead|title|tr|u|ul)$/;
export const ourMarkup = (markup) =>
  markup.replace(/<(?:\/?([a-z]\w*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>)?/gi, (whole, tag, attributes) =>
    TAGS.test(tag) && !/\son/i.test(attributes.replace(/"[^"]*"/g, "")) ? whole : "&lt;" + whole.slice(1),
  );

// The text of a file, of this site only: nor may it be of another one after a redirection.
export async function textAt(src, base) {
  const address = new URL(src, base);
  if (address.origin !== self.origin) throw new Error(`${address} is not of this site, so it is not loaded`);
  const response = await fetch(address, { mode: "same-origin" });
  if (!response.ok) throw new Error(`${address} cannot be loaded: ${response.status} ${response.statusText}`);
  return response.text();
}

// The language that an element is in, as it says itself or what is around it, across shadow roots.
export function languageOf(element) {
  let around = element;
  while (around && !around.closest("[lang]")) around = around.getRootNode().host;
  return around?.closest("[lang]").lang;
}

// The code of a language as tables of words are called: `de` of `de-AT`.
export const codeOf = (language) => (language ?? "").toLowerCase().split("-")[0];

// A table of words, as text, once it is known to be one: a server may have sent anything in its place. What
// is too late is as good as missing, for nobody waits for words.
const LATE = 10_000;
export async function tableOf(code, asked) {
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error("words are late")), LATE));
  const text = await Promise.race([asked.then((response) => response.text()), late]);
  if (JSON.parse(text).en !== code) throw new Error("these are no words");
  return text;
}

// What says which form of a text a number wants in a language: its forms are in this order, as far as it
// knows them.
export function formsOf(code) {
  const rules = new Intl.PluralRules(code);
  const { pluralCategories } = rules.resolvedOptions();
  const forms = ["zero", "one", "two", "few", "many", "other"].filter((form) => pluralCategories.includes(form));
  return (number) => forms.indexOf(rules.select(number));
}

// What a link that holds a workspace has in its fragment; how long that may be, so that chats and
// mails leave it whole; and how much may come out of it.
export const MARK = "#np1=";
const MAX_LINK = 8_192;
const MAX_TEXT = 4_000_000;

// The address of this page with a text in its fragment.
export async function pack(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const url = location.href.split("#")[0] + MARK;
  if (bytes.length * 4 / 3 > MAX_LINK - url.length) throw MAX_LINK;
  const code = btoa(String.fromCharCode(...bytes));
  return url + code.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// The text in a fragment; nothing if that would be too much.
export async function unpack(code) {
  if (code.length > MAX_LINK) return;
  const bytes = atob(code.replaceAll("-", "+").replaceAll("_", "/"));
  const packed = Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  const parts = [];
  let size = 0;
  for (let read; !(read = await reader.read()).done; ) {
    parts.push(read.value);
    if ((size += read.value.length) > MAX_TEXT) return;
  }
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await new Blob(parts).arrayBuffer());
}
