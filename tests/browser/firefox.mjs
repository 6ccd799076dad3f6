// What has to hold in another engine too, in Firefox: the site under its policy, the single file from a
// disk, the element that only shows policies, and a large file in a worker.
//
// The journeys are made for Chromium. Here is what engines differ in: policies, modules, shadow trees.
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";
import { baseUrl } from "./launch.mjs";

const base = baseUrl();
const browser = await puppeteer.launch({ browser: "firefox", executablePath: process.env.FIREFOX || undefined, headless: true });
let [passed, failed] = [0, 0];
for (const check of [site, guarded, single, shown, large]) {
  const wrong = [];
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  page.on("console", (message) => message.type() === "error" && wrong.push(`error in the console: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`error in the page: ${error.message}`));
  await check(page, wrong).catch((error) => wrong.push(error.stack));
  if (wrong.length) {
    failed += 1;
    console.log(`FAILED  ${check.name}\n        ${wrong.join("\n        ")}`);
    await page.screenshot({ path: fileURLToPath(new URL(`./output/FAILED-firefox-${check.name}.png`, import.meta.url)) }).catch(() => {});
  } else {
    passed += 1;
    console.log(`ok      ${check.name}`);
  }
  await page.close();
}
const version = await browser.version();
await browser.close();
console.log(`${version}: ${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

/** What is in the one designer of a page, once it is drawn. */
async function drawn(page) {
  await page.waitForFunction(() => customElements.get("netpol-designer"));
  await page.evaluate(() => document.querySelector("netpol-designer").ready);
  return page.evaluateHandle(() => document.querySelector("netpol-designer").shadowRoot);
}

async function edited(page) {
  const root = await drawn(page);
  const button = await root.evaluateHandle((root) => [...root.querySelectorAll("button")].find((it) => it.textContent.trim() === "New policy"));
  await button.click();
  const name = await root.waitForSelector("[aria-label='Form'] input");
  await name.click({ count: 3 });
  await name.type("from-firefox");
  await page.waitForFunction(() => document.querySelector("netpol-designer").value.includes("name: from-firefox"));
}

/** A policy is made and kept, under the policy of the page. */
async function site(page) {
  await page.goto(base.href);
  await edited(page);
  await page.reload();
  await drawn(page);
  await page.waitForFunction(() => document.querySelector("netpol-designer").value.includes("name: from-firefox"));
}

/** The page's policy stops what is taken for markup; a page without one shows that it would run. */
async function guarded(page, wrong) {
  const inject = () => {
    try {
      document.body.insertAdjacentHTML("beforeend", `<img src="data:," onerror="intruded=true">`);
    } catch {
      return undefined;
    }
    return new Promise((later) => setTimeout(() => later(window.intruded), 500));
  };
  await page.goto(new URL("examples/embed.html", base).href);
  if ((await page.evaluate(inject)) !== true) wrong.push("what is injected into a page without a policy does not run, so this shows nothing");
  await page.goto(base.href);
  await drawn(page);
  if ((await page.evaluate(inject)) !== undefined) wrong.push("what is injected into the page runs");
  // The browser tells that, and nothing else.
  const told = wrong.filter((text) => /Content-Security-Policy.*event handler|TrustedHTML|require-trusted-types/i.test(text));
  wrong.splice(0, wrong.length, ...wrong.filter((text) => !told.includes(text)));
}

/** The single file, from a disk. */
async function single(page) {
  await page.goto(pathToFileURL(fileURLToPath(new URL("../../dist/single/netpol-designer.html", import.meta.url))).href);
  await edited(page);
}

/** Policies in a page of somebody's own. */
async function shown(page) {
  await page.goto(new URL("examples/docs.html", base).href);
  await page.waitForFunction(() => document.querySelector("netpol-view")?.shadowRoot.querySelector("[part=name]")?.textContent === "shop/hugo");
}

/** A large file, read in a worker that has the module too. */
async function large(page, wrong) {
  const path = join(await mkdtemp(join(tmpdir(), "netpol-")), "large.yaml");
  await writeFile(path, "kind: Pod\nmetadata: {name: p, labels: {app: a}}\nspec: {containers: [{env: [{name: A, value: long}]}]}\n---\n".repeat(12_000));
  await page.goto(base.href);
  const root = await drawn(page);
  await (await root.waitForSelector("input[type=file]")).uploadFile(path);
  await page.waitForFunction(() => /Kept: 0 policies, 1 pod or workload/.test(document.querySelector("netpol-designer").shadowRoot.textContent));
  const scripts = await page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => /netpol-designer-[^/]*\.js$/.test(name)).length);
  if (scripts < 1) wrong.push("the script is not among what was loaded");
}
