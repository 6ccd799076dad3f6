/**
 * Netpol's core for Node and what is like it. Importing it reads the module once; when the import is
 * done, every function answers at once.
 */
import { readFile } from "node:fs/promises";
import start from "./core.bindings.js";

await start({ module_or_path: await readFile(new URL("./core.wasm", import.meta.url)) });

export * from "./core.api.js";
