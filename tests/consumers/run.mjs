// The npm package as those have it who depend on it: in a page without a build, built by Vite and by
// webpack, in Chromium and in Firefox, on a server, and in TypeScript.
//
// The first argument is the top of the repository. Prints what is not as it should be, a table of who has
// tried what, then the counts.
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { cp, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { extname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";
import webpack from "webpack";

const top = process.argv[2];
const here = fileURLToPath(new URL(".", import.meta.url));
const { Tally } = await import(pathToFileURL(join(top, "tests/library/tally.mjs")));
const { launch } = await import(pathToFileURL(join(top, "tests/browser/launch.mjs")));
const tally = new Tally();
const results = new Map();

await server();
await types();
const apps = [await plain(), await byVite("main.js"), await byVite("inline.js"), await byWebpack("main.js"), await byWebpack("inline.js")];
const browser = await launch();
for (const app of apps) await opened(app);
await browser.close();
await inFirefox(apps);
console.log(table());
process.exitCode = tally.finish();

/** Whether a consumer has what it should in some place, counted like any other case. */
function tried(consumer, place, work) {
  const row = results.get(consumer) ?? new Map();
  results.set(consumer, row);
  row.set(place, tally.case(`${consumer}, ${place}`, work) ? "ok" : "WRONG");
}

/** Consumers in rows, places in columns. */
function table() {
  const places = ["Chromium", "Firefox", "Node", "TypeScript"];
  const width = Math.max(...[...results.keys()].map((name) => name.length));
  const line = (name, cells) => `  ${name.padEnd(width)}  ${cells.map((cell, at) => cell.padEnd(places[at].length)).join("  ")}`.trimEnd();
  const rows = [...results].map(([name, row]) => line(name, places.map((place) => row.get(place) ?? "-")));
  return [line("consumer", places), ...rows].join("\n");
}

/** On a server, where there is no page, every part can be imported and does nothing. */
async function server() {
  const script = `
    const all = await Promise.all(["core", "element", "element-inline", "view", "docs"].map((part) => import("netpol-designer/" + part)));
    console.log(JSON.stringify([all.map((part) => Object.keys(part).length), typeof window, typeof customElements, all[0].parse("a: 1")[0].value]));`;
  const said = execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: here, encoding: "utf8", timeout: 60_000 });
  tried("a server", "Node", (same) => same("what is there", JSON.parse(said), [[9, 1, 1, 1, 0], "undefined", "undefined", { a: 1 }]));
}

async function types() {
  const { typed } = await import("./types/check.mjs");
  for (const [name, found] of typed) tried(name, "TypeScript", (same) => same("errors", found, ""));
}

/** A page that names the files of the package itself. */
async function plain() {
  const folder = join(here, "plain");
  const part = (name) => `./netpol-designer/${name}.js`;
  await cp(join(here, "node_modules/netpol-designer"), join(folder, "netpol-designer"), { recursive: true });
  const main = await readFile(join(here, "main.js"), "utf8");
  await writeFile(join(folder, "main.js"), main.replace(/"netpol-designer\/(\w+)"/g, (_, name) => `"${part(name)}"`));
  await cp(join(here, "index.html"), join(folder, "index.html"));
  return ["a page without a build", folder];
}

/** The page and its script, for a bundler to work on; `inline.js` is it with the designer as one script. */
async function source(tool, script) {
  const folder = join(here, `${tool}-${script}`.replace(".js", ""));
  await mkdir(folder, { recursive: true });
  await cp(join(here, "index.html"), join(folder, "index.html"));
  const main = await readFile(join(here, "main.js"), "utf8");
  await writeFile(join(folder, "main.js"), script === "main.js" ? main : main.replace("/element\"", "/element-inline\""));
  return folder;
}

async function byVite(script) {
  const root = await source("vite", script);
  await build({ root, logLevel: "error", base: "./", build: { target: "es2022", outDir: "built" } });
  return [`Vite, ${script}`, join(root, "built")];
}

async function byWebpack(script) {
  const root = await source("webpack", script);
  const output = { path: join(root, "built"), filename: "main.js", module: true, chunkFormat: "module" };
  const stats = await new Promise((done, fail) =>
    webpack(
      { mode: "production", context: root, entry: "./main.js", target: "web", experiments: { outputModule: true }, output, performance: { hints: false } },
      (error, stats) => (error ? fail(error) : done(stats)),
    ),
  );
  tally.case(`webpack, ${script}, builds`, (same) => same("what it says", stats.toString({ all: false, errors: true, warnings: true }), ""));
  await cp(join(root, "index.html"), join(root, "built/index.html"));
  return [`webpack, ${script}`, join(root, "built")];
}

/** Opens a page, and looks whether both elements and the functions are there and work. */
async function opened([name, folder]) {
  const server = await serve(folder);
  const page = await browser.newPage();
  const [asked, wrong] = [[], []];
  page.on("request", (request) => asked.push(new URL(request.url())));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  let workers = 0;
  page.on("worker", () => (workers += 1));
  page.on("pageerror", (error) => wrong.push(String(error)));
  const found = await (async () => {
    await page.goto(server.url);
    await page.waitForFunction(() => window.answers);
    const edited = page.locator("netpol-designer");
    await edited.evaluate((designer) => designer.ready);
    await edited.locator(".designer").waitFor();
    const view = page.locator("netpol-view");
    const shown = await view.locator("[part=meaning]").textContent();
    // Words of other languages come along as files.
    await view.evaluate((view) => (view.lang = "de"));
    await view.getByText("Diese Policy wählt alle Pods").waitFor();
    await edited.evaluate((designer) => (designer.lang = "ja"));
    await edited.locator(".outer[lang=ja]").waitFor();
    await edited.evaluate((designer) => (designer.lang = "en"));
    await edited.locator(".outer[lang=en]").waitFor();
    const styled = await edited.locator(".designer").evaluate((it) => getComputedStyle(it).display);
    const pod = "kind: Pod\nmetadata: {name: p, labels: {app: a}}\nspec: {containers: [{env: [{name: A, value: long}]}]}\n---\n";
    await edited.locator("input[type=file]").first().setInputFiles({ name: "large.yaml", mimeType: "text/yaml", buffer: Buffer.from(pod.repeat(12_000)) });
    await edited.getByText("Kept: 0 policies, 1 pod or workload").waitFor({ timeout: 60_000 });
    return [shown.startsWith("This policy selects all pods"), styled !== "inline", await page.evaluate(() => window.answers[0].accepted)];
  })().catch(String);
  const modules = asked.filter(({ pathname, protocol }) => protocol === "http:" && pathname.endsWith(".wasm"));
  tried(name, "Chromium", (same) => {
    same("shown, styled, accepted", found, [true, true, true]);
    same("errors", wrong, []);
    same("asked of others", asked.filter(({ origin, protocol }) => !["data:", "blob:"].includes(protocol) && origin !== new URL(server.url).origin).map(String), []);
    same("modules", modules.length, name.includes("inline") ? 2 : 3);
    same("workers for the large file", [workers, page.workers().length], [name.includes("inline") ? 0 : 1, 0]);
  });
  console.log(`${name}: ${asked.length} requests, ${modules.length} modules beside the scripts`);
  await page.close();
  server.close();
}

/** The same pages in another engine, but for what the driver of it cannot watch. */
async function inFirefox(apps) {
  const { default: puppeteer } = await import(pathToFileURL(createRequire(join(top, "tests/browser/package.json")).resolve("puppeteer-core")));
  const firefox = await puppeteer.launch({ browser: "firefox", executablePath: process.env.FIREFOX || undefined, headless: true });
  for (const [name, folder] of apps) {
    const server = await serve(folder);
    const page = await firefox.newPage();
    const wrong = [];
    page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
    page.on("pageerror", (error) => wrong.push(String(error)));
    const found = await (async () => {
      await page.goto(server.url);
      await page.waitForFunction(() => window.answers && document.querySelector("netpol-view").shadowRoot.querySelector("[part=meaning]"));
      return page.evaluate(async () => {
        const designer = document.querySelector("netpol-designer");
        await designer.ready;
        const shown = document.querySelector("netpol-view").shadowRoot.querySelector("[part=meaning]").textContent;
        const styled = getComputedStyle(designer.shadowRoot.querySelector(".designer")).display;
        return [shown.startsWith("This policy selects all pods"), styled !== "inline", window.answers[0].accepted];
      });
    })().catch(String);
    tried(name, "Firefox", (same) => {
      same("shown, styled, accepted", found, [true, true, true]);
      same("errors", wrong, []);
    });
    await page.close();
    server.close();
  }
  await firefox.close();
}

/** Serves a folder to this machine alone. */
async function serve(folder) {
  const kinds = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json" };
  const server = createServer(async (request, response) => {
    const path = join(folder, new URL(request.url, "http://localhost").pathname);
    const file = path.endsWith(sep) ? join(path, "index.html") : path;
    const isThere = file.startsWith(folder) && (await stat(file).catch(() => null))?.isFile();
    response.writeHead(isThere ? 200 : 404, { "content-type": kinds[extname(file)] ?? "application/octet-stream" });
    response.end(isThere ? await readFile(file) : "");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
