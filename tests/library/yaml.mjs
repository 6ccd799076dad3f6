// Scalars and whole texts as kubectl reads them: tests/corpus/yaml.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { canonical, emit, parse } from "netpol-designer/core";

const SCALARS = 2147;
const TEXTS = 1968;

function lines(top, name) {
  const text = readFileSync(join(top, "tests/corpus/yaml", name), "utf8");
  const recorded = text.split("\n").filter((line) => line !== "");
  return recorded.map((line) => JSON.parse(line));
}

/** The one document of a text; nothing if it is refused. */
function read(text) {
  const documents = parse(text);
  if (documents.length !== 1 || !("value" in documents[0])) {
    return undefined;
  }
  return documents[0].value;
}

export function scalars(top, tally) {
  const recorded = lines(top, "plain-scalars.jsonl").map((line) => [
    JSON.stringify(line.plain),
    line,
  ]);
  tally.cases("plain scalars as values and as keys", recorded, SCALARS, (line, same) => {
    const map = read(`x: ${line.plain}\n`);
    const value = map === undefined ? undefined : Object.values(map)[0];
    same("value", value, line.value_error === true ? undefined : line.value);
    // Below another key, because a line that starts with `---` would separate documents.
    const below = read(`x:\n  ${line.plain}: 1\n`)?.x;
    const isMap = typeof below === "object" && below !== null && !Array.isArray(below);
    const key = isMap ? Object.keys(below)[0] : undefined;
    same("key", key, line.key_error === true ? undefined : line.key);
    same("written and read again", read(emit({ [line.plain]: line.plain })), {
      [line.plain]: line.plain,
    });
  });
}

export function readings(top, tally) {
  const recorded = lines(top, "readings.jsonl").map((line) => [JSON.stringify(line.text), line]);
  tally.cases("texts of YAML", recorded, TEXTS, (line, same) => {
    const [document] = parse(line.text);
    if (line.json === undefined || line.json === null) {
      same("value", "value" in (document ?? {}), false);
      same("a remedy", typeof document?.diagnostics?.[0]?.help, "string");
      same("canonical", canonical(line.text)[0]?.json, undefined);
      return;
    }
    const expected = JSON.parse(line.json);
    same("value", document === undefined ? null : document.value, expected);
    const json = canonical(line.text)[0]?.json ?? "null";
    same("canonical", JSON.parse(json), expected);
    same("written and read again", read(emit({ x: expected })), { x: expected });
  });
}
