// netpol-core for JavaScript: text in, plain objects out. Works in Node, browsers and workers.
//
// In Node the module is there as soon as this is imported; elsewhere `ready` has to be awaited.

import init, * as wasm from "./netpol_js.js";

const url = new URL("./core.wasm", import.meta.url);
const isNode = typeof process === "object" && Boolean(process.versions?.node);

async function load() {
  if (!isNode) return init({ module_or_path: url });
  const { readFile } = await import("node:fs/promises");
  return init({ module_or_path: await readFile(url) });
}

export const ready = load().then(() => {});
if (isNode) await ready;

const isText = (value, name) => {
  if (typeof value !== "string") throw new TypeError(`${name} must be a string, not ${typeof value}`);
  return value;
};
const answer = (make) => {
  try {
    return JSON.parse(make());
  } catch (error) {
    throw typeof error === "string" ? new Error(error) : error;
  }
};

export const validate = (text, { kubernetesVersion = "", file = "" } = {}) =>
  answer(() => wasm.validate(isText(text, "text"), file, kubernetesVersion));

export const describe = (text, { file = "" } = {}) => answer(() => wasm.describe(isText(text, "text"), file));

export const parse = (text) => answer(() => wasm.parse(isText(text, "text")));

export const emit = (value) => {
  const json = JSON.stringify(value);
  if (json === undefined) throw new TypeError("value must be something that JSON can say");
  return wasm.emit(json);
};

const SETTINGS = {
  notEnforced: ({ enforced = true }) => !enforced,
  ipBlocksMatchPods: ({ ipBlocksMatchPods = false }) => ipBlocksMatchPods,
  hostNetworkLikePods: ({ hostNetworkLikePods = false }) => hostNetworkLikePods,
  noSctp: ({ sctp = true }) => !sctp,
};

function inWorkspace(files, options, ask) {
  for (const [name, text] of Object.entries(files)) isText(text, `the text of ${name}`);
  const settings = Object.keys(SETTINGS).filter((name) => SETTINGS[name](options));
  let workspace;
  try {
    return answer(() => {
      const { kubernetesVersion = "" } = options;
      workspace = new wasm.Workspace(Object.values(files), kubernetesVersion, settings);
      return ask(workspace);
    });
  } finally {
    workspace?.free();
  }
}

export const reach = (files, options = {}) => inWorkspace(files, options, (workspace) => workspace.reach(options.by === "pod"));

export const probe = (files, probes, addresses = [], options = {}) =>
  inWorkspace(files, options, (workspace) => workspace.probe(probes, addresses));
