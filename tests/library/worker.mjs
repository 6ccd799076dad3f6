// The way in for browsers, in a worker: the module comes by `fetch`, and there is no `window`.

import { readFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";

const asked = [];
globalThis.fetch = async (address) => {
  asked.push(new URL(address).pathname.split("/").at(-1));
  const headers = { "Content-Type": "application/wasm" };
  return new Response(readFileSync(new URL(address)), { headers });
};
const core = await import(new URL("node_modules/netpol-designer/core.js", import.meta.url));
parentPort.postMessage({
  asked,
  functions: Object.keys(core).sort(),
  answer: core.parse("on: 010"),
  hasWindow: "window" in globalThis,
});
