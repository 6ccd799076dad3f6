// Everything but Node: what browsers and workers import answers the same.

import { Worker } from "node:worker_threads";
import * as core from "netpol-designer/core";

export async function elsewhere(_, tally) {
  const worker = new Worker(new URL("worker.mjs", import.meta.url));
  const told = await new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    setTimeout(() => reject(new Error("the worker says nothing")), 60_000).unref();
  }).catch((error) => error);
  await worker.terminate();
  tally.case("the way in for browsers, in a worker", (same) => {
    same("what is fetched", told.asked, ["core.wasm"]);
    same("functions", told.functions, Object.keys(core).sort());
    same("an answer", told.answer, core.parse("on: 010"));
    same("a window", told.hasWindow, false);
  });
}
