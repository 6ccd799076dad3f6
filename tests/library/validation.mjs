// What the API server was recorded to answer, for each manifest of tests/corpus/validation.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { validate } from "netpol-designer/core";

const CASES = 562;
const OLD_CASES = 39;
const OLD = ".v1.35.json";

export function validation(top, tally) {
  const folder = join(top, "tests/corpus/validation");
  const files = readdirSync(folder, { recursive: true }).filter((it) => it.endsWith(".json"));
  const cases = files.sort().map((name) => [name, join(folder, name)]);
  const [now, old] = [false, true].map((is) => cases.filter(([it]) => it.endsWith(OLD) === is));
  tally.cases("validation cases", now, CASES, (path, same) =>
    compare(path.slice(0, -".json".length), path, undefined, same),
  );
  tally.cases("validation cases for servers before 1.36", old, OLD_CASES, (path, same) =>
    compare(path.slice(0, -OLD.length), path, { kubernetesVersion: "1.35" }, same),
  );
}

function compare(base, path, options, same) {
  const expected = JSON.parse(readFileSync(path, "utf8"));
  const answers = validate(readFileSync(`${base}.yaml`, "utf8"), options);
  if (answers.length === 0) {
    same("a file without objects", "0 objects in the file", expected.message);
    return;
  }
  // kubectl reads one object here; where it stops, that is the answer.
  const answer = answers.at(-1);
  same("stage", answers.length === 1 ? answer.stage : "parse", expected.stage);
  if (answer.stage === "parse") {
    return;
  }
  same("accepted", answer.accepted, expected.accepted);
  same("causes", sorted(answer.causes), sorted(expected.causes));
  same("strict", answer.strict ?? [], expected.strict ?? []);
  same("warnings", answer.warnings ?? [], expected.warnings ?? []);
  same("stored", answer.stored ?? null, expected.stored ?? null);
  same("message", ...messages(answer.message ?? "", expected));
}

/** A list without its order and repetitions: Go's maps have no order. */
function sorted(list) {
  const keys = (it) => JSON.stringify([it.type, it.field, it.message]);
  return [...new Set((list ?? []).map(keys))].sort();
}

/**
 * Both messages; where several complaints are about one map, which Go has in any order, only their
 * letters.
 */
function messages(found, expected) {
  const fields = (expected.causes ?? []).map((cause) => cause.field ?? "");
  const maps = fields.filter((field) => field.endsWith("abels") || field.endsWith("annotations"));
  const wanted = expected.message ?? "";
  const byChance = new Set(maps).size < maps.length;
  return [found, wanted].map((text) => (byChance ? [...text].sort().join("") : text));
}
