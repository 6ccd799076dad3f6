// Without a network, and after a crash: what was written stays with its author.
//
// That no page asks for anything once it has loaded is watched in every journey; here the network
// is cut, so that a request could not even be answered.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { addCondition, downloadOf, form, output, workspace } from "../form.mjs";

export const name = "the page works and starts without a network, and gives the text away after a crash";

export default async function (tools) {
  await cutOff(tools);
  await installed(tools);
  await renewed(tools);
  await crash(tools);
}

async function cutOff({ open, expect }) {
  const page = await open();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.context().setOffline(true);
  await workspace.button(page, "Catalogue").click();
  await page.getByLabel("Search the catalogue").fill("deny dns");
  await page.getByRole("button", { name: /^Default deny both ways, with DNS/ }).click();
  await page.getByRole("button", { name: /^Add \d/ }).click();
  await expect.value(output.editor(page), /^kind: NetworkPolicy$/m);
  for (const tab of ["What it does", "Problems", "YAML"]) await output.tab(page, tab).click();
  await workspace.button(page, "Duplicate").click();
  await page.getByRole("button", { name: /^Undo/ }).click();
  const file = await downloadOf(page, () => page.getByRole("button", { name: "Download YAML" }).click());
  expect.ok(file.text.includes("kind: NetworkPolicy"));
  expect.equal(requests.filter((url) => url.startsWith("http")), []);
}

/** Once it was there, the page starts without a network too, from what the browser has kept of it. */
async function installed({ open, reload, expect }) {
  const page = await open("", { serviceWorkers: "allow" });
  await page.evaluate(() => navigator.serviceWorker.ready);
  const address = await page.locator("link[rel=manifest]").evaluate((link) => link.href);
  const manifest = await (await page.request.get(address)).json();
  expect.equal([manifest.start_url, manifest.display], ["./", "standalone"]);
  await page.context().setOffline(true);
  const answers = [];
  page.on("response", (response) => response.url().startsWith("http") && answers.push([response.url(), response.fromServiceWorker()]));
  await reload(page);
  await workspace.button(page, "New policy").click();
  await form.name(page).fill("on-the-train");
  await expect.value(output.editor(page), /name: on-the-train/);
  expect.ok(answers.length >= 5, `${answers.length} answers`);
  expect.equal(answers.filter(([, isKept]) => !isKept), []);
}

const DIST = new URL("../../../dist/", import.meta.url);
const TYPES = { html: "text/html", js: "text/javascript", css: "text/css", wasm: "application/wasm", svg: "image/svg+xml", webmanifest: "application/manifest+json" };

/**
 * A server that is given another build: open pages keep theirs, the next one has all of the new; and one
 * that has half of a build changes nothing.
 */
async function renewed({ open, expect }) {
  let changed = new Map();
  const server = createServer(async ({ url }, response) => {
    const path = new URL(url, "http://localhost").pathname.slice(1) || "index.html";
    const body = changed.get(path) ?? (await readFile(new URL(path, DIST)).catch(() => null));
    response.writeHead(body === null ? 404 : 200, { "content-type": TYPES[path.split(".").pop()] ?? "text/plain" }).end(body);
  });
  await new Promise((listens) => server.listen(0, "127.0.0.1", listens));
  const site = `http://127.0.0.1:${server.address().port}/`;
  const page = await open("about:blank", { serviceWorkers: "allow", late: /./, anywhere: true });
  const context = page.context();
  const build = (page) => page.evaluate(() => document.querySelector("meta[name=build]")?.content ?? "1");
  const caches = (page) => page.evaluate(async () => (await window.caches.keys()).length);
  const visit = async () => {
    const next = await context.newPage();
    await next.goto(site);
    await next.evaluate(() => document.querySelector("netpol-designer").ready);
    return next;
  };
  try {
    const first = await visit();
    await first.evaluate(() => navigator.serviceWorker.ready);
    await first.reload();
    expect.equal([await build(first), await caches(first)], ["1", 1]);

    changed = await nextBuild("2");
    const update = (page) => page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      const { installing, waiting } = registration;
      if (installing) await new Promise((done) => installing.addEventListener("statechange", () => installing.state !== "installing" && done()));
      return (registration.waiting ?? waiting ?? installing)?.state ?? "none";
    });
    expect.equal(await update(first), "installed");
    await first.reload();
    expect.equal(await build(first), "1", "a page that is open keeps its build");
    await first.close();
    // Its worker is there a moment longer.
    let second = await visit();
    for (let tries = 0; tries < 20 && (await build(second)) === "1"; tries += 1) {
      await second.close();
      second = await visit();
    }
    await expect.eventually(async () => expect.equal(await caches(second), 1));
    expect.equal(await build(second), "2");

    // The page of this one is not what its worker expects, as in the middle of an upload.
    const third = await nextBuild("3");
    changed = new Map([["sw.js", third.get("sw.js")], ["index.html", changed.get("index.html")]]);
    expect.equal(await update(second), "redundant");
    await second.close();
    const last = await visit();
    expect.equal([await build(last), await caches(last)], ["2", 1]);
    await context.setOffline(true);
    await last.reload();
    await last.evaluate(() => document.querySelector("netpol-designer").ready);
    expect.equal(await build(last), "2");
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The files that another build has: its page, and the worker that knows it. */
async function nextBuild(name) {
  const [page, worker] = await Promise.all(["index.html", "sw.js"].map(async (file) => String(await readFile(new URL(file, DIST)))));
  const digest = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
  const other = page.replace("<head>", `<head><meta name="build" content="${name}">`);
  const known = worker.replace(digest(page), digest(other));
  if (known === worker) throw new Error("the worker does not know the page");
  const build = known.replace(/(\+`sha256-)[^`]*`/, `$1${name}\``);
  return new Map([["index.html", other], ["sw.js", build]]);
}

async function crash({ open, reload, expect, axe, screenshot }) {
  const page = await open("", { allowErrors: /unreachable/ });
  await workspace.button(page, "New policy").click();
  await form.name(page).fill("survivor");
  await form.namespace(page).fill("shop");
  await addCondition(form.selectedPods(page), "app", "web");
  const written = await output.yaml(page);
  await page.evaluate(crashNow);
  await textIsOffered(page, written, expect);
  await expect.visible(page.getByText(/^Crashed in \d+/));
  await axe(page, "after a crash");
  await screenshot(page, "crashed");

  // It is still there after a reload, and offered again if the page crashes before any change.
  await reload(page);
  await expect.value(form.name(page), "survivor");
  await page.evaluate(crashNow);
  await textIsOffered(page, written, expect);
}

async function textIsOffered(page, text, expect) {
  await expect.visible(page.getByRole("heading", { name: "The designer has stopped" }));
  await expect.value(page.getByLabel("Your policies"), text);
  const file = await downloadOf(page, () => page.getByRole("link", { name: "Download YAML" }).click());
  expect.equal(file, { name: "networkpolicies.yaml", text });
}

/** Runs in the page: reaches for the module that is loaded already, and makes it panic. */
async function crashNow() {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const { crashForTests } = await import(loaded.find((url) => /\/netpol_web(-\w+)?\.js$/.test(url)));
  try {
    crashForTests();
  } catch {
    // The panic ends as a trap, which is how it is meant to end.
  }
}
