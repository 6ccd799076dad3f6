// Holds the package, as it was written to the folder that is given, against everything that was
// recorded of others: answers of the API server, readings of kubectl, connections of clusters. The
// engine is the one of the command line, compiled to WebAssembly.
//
//   node conformance.mjs FOLDER
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const CORPUS = fileURLToPath(new URL("../../tests/corpus/", import.meta.url));
const folder = resolve(process.argv[2] ?? "target/npm");
const { exports } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
const netpol = await import(pathToFileURL(join(folder, exports["./core"].default)).href);
const shapes = await declared(join(folder, exports["./core"].types));

let passed = 0;
const failures = [];

/** Compares; counts what is the same, and keeps what is not. */
function same(what, found, expected) {
  try {
    assert.deepEqual(found, expected);
    passed++;
  } catch {
    failures.push(`${what}\n  found    ${JSON.stringify(found)}\n  expected ${JSON.stringify(expected)}`);
  }
}

const text = (...path) => readFile(join(CORPUS, ...path), "utf8");
const lines = async (...path) => (await text(...path)).split("\n").filter(Boolean).map((line) => JSON.parse(line));

const covers = (ports, port) =>
  ports === "all" || ports.split(",").some((part) => {
    const [first, last = first] = part.split("-").map(Number);
    return first <= port && port <= last;
  });

const within = ([family, at], [[first, start], [, end]]) => family === first && start <= at && at <= end;

console.log(await validations(), "validation cases in wasm");
console.log(await scalars(), "plain scalars in wasm, as values and as keys");
console.log(await readings(), "texts of YAML in wasm");
console.log(await connectivity(), "connectivity scenarios in wasm, by probe and by the sets of reach");
misuse();
await examples();

for (const failure of failures.slice(0, 20)) console.error(failure);
console.log(`conformance: ${passed} answers of the package for JavaScript are as recorded`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;

async function validations() {
  const names = (await readdir(join(CORPUS, "validation"), { recursive: true })).filter((name) => name.endsWith(".json")).sort();
  for (const name of names) {
    const isOld = name.endsWith(".v1.35.json");
    const expected = JSON.parse(await text("validation", name));
    const yaml = await text("validation", name.replace(isOld ? ".v1.35.json" : ".json", ".yaml"));
    const answers = netpol.validate(yaml, { kubernetesVersion: isOld ? "1.35" : "" });
    for (const answer of answers) fits(answer, "Validation", name);
    for (const told of netpol.describe(yaml)) fits(told, "Description", name);
    const broken = netpol.parse(yaml).some(({ message }) => message !== undefined);
    if (answers.length === 0) same(name, "0 objects in the file", expected.message);
    else if (broken || answers.length > 1) same(name, "parse", expected.stage);
    else same(name, judged(answers[0], expected), judged(expected, expected));
  }
  return names.length;
}

/** What is compared of an answer: Go's maps have no order, so some lists are sets. */
function judged({ stage, accepted, causes = [], strict, warnings, stored, message = "" }, expected) {
  const set = [...new Set((causes ?? []).map(({ type, field, message }) => JSON.stringify([type, field ?? "", message])))].sort();
  const fields = (expected.causes ?? []).map(({ field }) => field ?? "").filter((field) => /(abels|annotations)$/.test(field));
  const byChance = new Set(fields).size < fields.length;
  const words = byChance ? [...message].sort().join("") : message;
  return { stage, accepted, causes: set, strict: strict ?? [], warnings: warnings ?? [], stored: stored ?? null, message: words };
}

async function scalars() {
  const recorded = await lines("yaml", "plain-scalars.jsonl");
  for (const { plain, value, value_error, key, key_error } of recorded) {
    const entry = (text) => {
      const [read] = netpol.parse(text);
      return read?.value && Object.entries(read.value)[0];
    };
    same(`x: ${plain}`, entry(`x: ${plain}\n`)?.[1], value_error ? undefined : value);
    const below = entry(`x:\n  ${plain}: 1\n`)?.[1];
    const read = below && typeof below === "object" && !Array.isArray(below) ? Object.keys(below)[0] : undefined;
    same(`${plain}: 1`, read, key_error ? undefined : key);
  }
  return recorded.length;
}

async function readings() {
  const recorded = await lines("yaml", "readings.jsonl");
  for (const { text, json } of recorded) {
    const documents = netpol.parse(text);
    for (const document of documents) fits(document, "Parsed", text);
    const read = documents.length === 0 ? null : documents[0].value;
    same(text, read, json === undefined ? undefined : JSON.parse(json));
  }
  return recorded.length;
}

async function connectivity() {
  const scenarios = (await readdir(join(CORPUS, "connectivity"), { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const { name } of scenarios) {
    const file = (file) => text("connectivity", name, file);
    const files = { "cluster.yaml": await file("cluster.yaml"), "policies.yaml": await file("policies.yaml") };
    const { probes, connections } = JSON.parse(await file("expected.json"));
    const addresses = [...new Set(connections.flatMap(({ from, to }) => [from, to]).filter((end) => !end.includes("/")))];
    const found = netpol.probe(files, probes, addresses);
    fits(found, "Probed", name);
    const byPair = (list) => Object.fromEntries(list.map(({ from, to, allowed }) => [`${from} > ${to}`, allowed]));
    same(name, byPair(found.connections), byPair(connections));
    const all = netpol.reach(files, { by: "pod" });
    for (const one of all.slice(0, 5)) fits(one, "Connection", name);
    same(`${name}, by sets`, byPair(probed(all, probes, connections)), byPair(connections));
  }
  return scenarios.length;
}

/** What the sets of `reach` say about the recorded pairs and probes. */
function probed(all, probes, pairs) {
  const known = new Map();
  const ranges = [];
  for (const { from, to, connections } of all) {
    const end = (text) => (text.endsWith("]") ? text.slice(0, text.lastIndexOf("[")) : text.split("-").map(number));
    const [source, target] = [end(from), end(to)];
    if (Array.isArray(source) || Array.isArray(target)) ranges.push([source, target, connections]);
    else known.set(`${source} > ${target}`, connections);
  }
  const has = (end, wanted) => (Array.isArray(end) ? !wanted.includes("/") && within(number(wanted), end) : end === wanted);
  return pairs.map(({ from, to }) => {
    const isAddress = !from.includes("/") || !to.includes("/");
    const sets = isAddress
      ? ranges.filter(([source, target]) => has(source, from) && has(target, to)).flatMap(([, , connections]) => connections)
      : (known.get(`${from} > ${to}`) ?? []);
    const allowed = probes.filter((probe) => {
      const [protocol, port] = probe.split(" ");
      return sets.some((set) => set.protocol === protocol && covers(set.ports, Number(port)));
    });
    return { from, to, allowed };
  });
}

/** An address as its family and its number. */
function number(address) {
  if (!address.includes(":")) return [4, address.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n)];
  const [head, tail] = address.split("::").map((half) => half.split(":").filter(Boolean));
  const groups = tail ? [...head, ...Array(8 - head.length - tail.length).fill("0"), ...tail] : head;
  return [6, groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n)];
}

/** What is no use of the package is an error with words, and leaves it usable. */
function misuse() {
  assert.throws(() => netpol.validate(7), /text must be a string, not number/);
  assert.throws(() => netpol.validate("a: 1", { kubernetesVersion: "new" }), /no version/);
  assert.throws(() => netpol.probe({}, ["TCP"]), /no probe/);
  assert.throws(() => netpol.probe({}, ["TCP 80"], ["nowhere"]), /no address/);
  assert.throws(() => netpol.emit(undefined), TypeError);
  assert.equal(netpol.validate("a: [").length, 1);
  assert.equal(typeof globalThis.window, "undefined", "there is no page here");
}

/** The examples of the documentation give what stands behind them. */
async function examples() {
  const page = await readFile(new URL("../../docs/javascript.md", import.meta.url), "utf8");
  const blocks = [...page.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code).filter((code) => code.includes("// → "));
  for (const code of blocks) {
    const checked = code.replace(/^import .*$/gm, "").replace(/^(.*?);? *\/\/ → (.*)$/gm, "same('docs/javascript.md', $1, $2);");
    new Function("netpol", "same", checked)(netpol, same);
  }
  assert.ok(blocks.length >= 4, "the documentation has examples");
}

/** The shapes that are declared: for each its fields, which of them may be missing, and their types. */
async function declared(path) {
  const found = {};
  for (const [, name, body] of (await readFile(path, "utf8")).matchAll(/export interface (\w+) \{\n([\s\S]*?)\n\}/g)) {
    found[name] = Object.fromEntries([...body.matchAll(/^ {2}(\w+)(\??): (.*);$/gm)].map(([, field, maybe, type]) => [field, { maybe: maybe === "?", type }]));
  }
  return found;
}

/** An object has the fields that its shape declares, with values of their types, and no others. */
function fits(value, shape, where) {
  const wrong = (what) => failures.push(`${where}: ${shape}.${what}`);
  const fields = shapes[shape];
  if (!fields) return wrong("* is not declared");
  for (const field of Object.keys(value)) if (!(field in fields)) wrong(`${field} is not declared`);
  for (const [field, { maybe, type }] of Object.entries(fields)) {
    const held = value[field];
    if (held === undefined) {
      if (!maybe) wrong(`${field} is missing`);
    } else if (type.endsWith("[]")) {
      if (!Array.isArray(held)) wrong(`${field} is no list`);
      else if (type === "string[]") held.every((one) => typeof one === "string") || wrong(`${field} has others than texts`);
      else for (const one of held.slice(0, 50)) fits(one, type.slice(0, -2), where);
    } else if (type !== "unknown" && typeof held !== type) wrong(`${field} is no ${type}`);
  }
}
