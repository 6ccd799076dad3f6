// The examples of docs/javascript.md: what they print is what the page says they print.
//
// UPDATE_EXPECT=1 writes what they print into the page instead.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { formatWithOptions } from "node:util";
import * as core from "netpol-designer/core";

const BLOCK = /^```(\w+)\n([^]*?)^```$/gm;

export function examples(top, tally) {
  const path = join(top, "docs/javascript.md");
  const page = readFileSync(path, "utf8");
  const before = page.slice(0, page.indexOf("## Types"));
  const blocks = [...before.matchAll(BLOCK)].map(([, language, text]) => ({ language, text }));
  const code = blocks.filter(({ language }) => language === "js");
  const printed = run(code.map(({ text }) => text));
  const shown = code.map((block) => {
    const next = blocks[blocks.indexOf(block) + 1];
    return next?.language === "text" ? next.text : "";
  });
  if (process.env.UPDATE_EXPECT) {
    writeFileSync(path, updated(page, code, printed));
    return;
  }
  const cases = code.map(({ text }, number) => [text.split("\n", 1)[0], number]);
  tally.cases("examples of docs/javascript.md", cases, 13, (number, same) =>
    same("what it prints", printed[number], shown[number]),
  );
  // A function without an example is one that nobody has tried.
  for (const name of Object.keys(core)) {
    tally.case(`the example of ${name}`, (same) =>
      same("one", code.some(({ text }) => text.includes(`${name}(`)), true),
    );
  }
  types(top, tally);
}

/** Runs blocks one after the other, with the names of those before; gives what each prints. */
function run(blocks) {
  const printed = blocks.map(() => "");
  let current = 0;
  const console = {
    log: (...what) => {
      printed[current] += `${formatWithOptions({ breakLength: 80 }, ...what)}\n`;
    },
  };
  const bodies = blocks.map((text, number) => `at(${number});\n${text.replace(/^import .*\n/gm, "")}`);
  const names = Object.keys(core);
  const all = new Function("console", "at", ...names, bodies.join("\n"));
  all(console, (number) => (current = number), ...names.map((name) => core[name]));
  return printed;
}

function updated(page, code, printed) {
  let result = page;
  code.forEach(({ text }, number) => {
    if (printed[number] === "") {
      return;
    }
    const start = result.indexOf(`\`\`\`js\n${text}\`\`\`\n`);
    const rest = result.slice(start);
    const replaced = rest.replace(/(```\n\n```text\n)[^]*?```/, (_, fence) =>
      `${fence}${printed[number]}\`\`\``,
    );
    result = result.slice(0, start) + replaced;
  });
  return result;
}

/** The package exports the functions that its types declare, and no others. */
function types(top, tally) {
  const folder = join(top, "dist/npm");
  tally.case("declared functions", (same) => {
    const text = readFileSync(join(folder, "core.d.ts"), "utf8");
    const declared = [...text.matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
    same("names", Object.keys(core).sort(), declared.sort());
  });
  tally.case("the modules", (same) => {
    const files = readdirSync(folder).filter((name) => name.endsWith(".wasm"));
    same("are there once each", files, ["core.wasm", "element.wasm", "view.wasm"]);
  });
}
