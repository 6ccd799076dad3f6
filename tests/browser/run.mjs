// Runs the journeys in `journeys/` against the site at BASE_URL, one after the other.
//
//   node run.mjs [WORD...] [--headed]
//
// A journey is a file that exports `name`, a sentence, and a default async function; see
// `journeys/loads.mjs`. This runner stands on playwright-core alone: with a handful of long
// journeys and one browser, @playwright/test would add a second process, a transform step and
// megabytes for what these few lines do, and could not hold every page to our own promises.
import { mkdir, readdir, rm } from "node:fs/promises";
import { basename } from "node:path";
import { baseUrl, launch } from "./launch.mjs";
import { Stage, output } from "./stage.mjs";

// Enough for the longest one on a slow machine.
const TIME_LIMIT_MS = 300_000;

const words = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const headed = process.argv.includes("--headed");
const base = baseUrl();
const journeys = (await load()).filter(isChosen);
if (journeys.length === 0) {
  console.error(`error: no journey matches ${words.join(", ") || "anything"}`);
  process.exit(1);
}

await rm(output, { recursive: true, force: true });
await mkdir(output, { recursive: true });
const browser = await launch({ headed });
let failed = 0;
for (const journey of journeys) failed += (await passes(journey)) ? 0 : 1;
await browser.close();
console.log(`${journeys.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function load() {
  const folder = new URL("./journeys/", import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".mjs")).sort();
  return Promise.all(
    files.map(async (file) => {
      const { name, default: run } = await import(new URL(file, folder));
      if (!name || !run) throw new Error(`${file} must export \`name\` and a default function`);
      return { id: basename(file, ".mjs"), name, run };
    }),
  );
}

function isChosen({ id, name }) {
  return words.length === 0 || words.some((word) => id.includes(word) || name.includes(word));
}

async function passes({ id, name, run }) {
  const stage = new Stage(browser, base);
  const start = performance.now();
  let problem;
  try {
    await withinLimit(run(stage.props));
  } catch (thrown) {
    problem = thrown;
    await stage.lastPictures(id);
  }
  // Broken promises count even if all expectations held.
  await stage.close().catch((broken) => (problem ??= broken));
  const took = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  const axe = stage.accessible.length > 0 ? `, accessible in ${stage.accessible.length} states` : "";
  console.log(`${problem ? "FAILED" : "ok    "}  ${id}: ${name} (${took}${axe})`);
  for (const note of stage.notes) console.log(`        ${note}`);
  if (problem) console.log(String(problem.stack ?? problem).replace(/^/gm, "        "));
  return !problem;
}

async function withinLimit(work) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${TIME_LIMIT_MS / 1000} s`)), TIME_LIMIT_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
