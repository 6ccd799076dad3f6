/**
 * Netpol's core for browsers, workers and bundlers. Importing it fetches the module once; when the
 * import is done, every function answers at once.
 */
import start from "./core.bindings.js";

await start({ module_or_path: fetch(new URL("./core.wasm", import.meta.url)) });

export * from "./core.api.js";
