// What was changed since a file was opened, the way back to any step, and the workspace in a link.
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyOf, downloadOf, form, notice, output, workspace } from "../form.mjs";

export const name = "changes are shown and copied, steps are gone to, and a workspace goes by link";

const REMARKS = Array.from({ length: 20 }, (_, at) => `# remark ${at + 1}\n`).join("");
const policy = (name, app = "api") => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${name}
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app: ${app}
  policyTypes:
  - Ingress
`;
const START = REMARKS + policy("web");

export default async function (tools) {
  const page = await tools.open("", { viewport: { width: 1280, height: 800 } });
  await changed(page, tools);
  await stepped(page, tools);
  await shared(page, tools);
  await tooLong(page, tools);
  await compared(page, tools);
  await broken(tools);
  await shapes(tools);
}

async function changed(page, { expect, axe, screenshot }) {
  await set(page, START);
  await output.tab(page, "Changes").click();
  await expect.visible(pane(page).getByText(/^No file has changed since it was opened\./));
  await expect.hidden(pane(page).getByRole("button", { name: "Copy as patch" }));
  await axe(page, "nothing was changed");

  await form.name(page).fill("web-front");
  await expect.text(heading(page), "web.yaml 1 line added, 1 line removed");
  await form.namespace(page).fill("");
  await expect.text(heading(page), "web.yaml 1 line added, 2 lines removed");
  expect.equal(await lines(page, ".removed"), ["24 removed:   name: web", "25 removed:   namespace: shop"]);
  expect.equal(await lines(page, ".added"), ["24 added:   name: web-front"]);
  expect.equal(await pane(page).locator(".added mark").allTextContents(), ["-front"]);
  expect.equal(await signs(page), ["−", "−", "+"]);
  await axe(page, "changes of a file");
  await screenshot(page, "changes-1280");

  const fold = pane(page).getByText("20 lines as before", { exact: true });
  await fold.focus();
  await page.keyboard.press("Enter");
  await expect.visible(pane(page).getByText("# remark 7"));

  const patch = await copyOf(page, () => pane(page).getByRole("button", { name: "Copy as patch" }).click());
  await expect.text(notice(page), /^Copied/);
  expect.ok(patch.startsWith("diff --git a/web.yaml b/web.yaml\n--- a/web.yaml\n+++ b/web.yaml\n@@ -21,8 +21,7 @@\n"), patch);
  expect.equal(patch.match(/^[-+] .*$/gm), ["-  name: web", "-  namespace: shop", "+  name: web-front"]);
}

async function stepped(page, { expect }) {
  const steps = page.getByRole("combobox", { name: "Steps" });
  const names = () => steps.getByRole("option").allTextContents();
  expect.equal(await names(), ["Start", "Rename policy", "Change namespace"]);
  await expect.value(steps, "2");
  await steps.selectOption({ label: "Start" });
  await expect.value(form.name(page), "web");
  expect.equal(await names(), ["Start", "Rename policy", "Change namespace"]);
  await steps.focus();
  await page.keyboard.press("ArrowDown");
  await expect.value(form.name(page), "web-front");
  await expect.value(form.namespace(page), "shop");
  await expect.focused(steps);
  // Undo and the list agree, whatever was chosen in it before.
  await page.keyboard.press("ArrowDown");
  await expect.value(form.namespace(page), "");
  await page.keyboard.press("Control+z");
  await expect.value(steps, "1");
  await page.keyboard.press("Control+z");
  await expect.value(steps, "0");
  await steps.selectOption({ label: "Change namespace" });
  await expect.value(form.namespace(page), "");
}

/** From the link to another visitor, who has policies already. */
async function shared(page, { open, reload, expect, axe, screenshot }) {
  const text = await valueOf(page);
  const copied = await copyOf(page, () => page.getByRole("button", { name: "Copy link" }).click());
  await expect.text(notice(page), /^Copied a link/);
  const link = new URL(copied);
  expect.ok(/^#np1=[\w-]+$/.test(link.hash), link.href);

  const other = await open("");
  await form.region(other).getByRole("button", { name: "New policy" }).click();
  await form.name(other).fill("mine");
  const mine = await valueOf(other);
  const kept = () => other.evaluate(() => localStorage.getItem("netpol-designer"));
  await expect.eventually(async () => expect.ok((await kept()).includes("name: mine")));
  const before = await kept();
  const follow = () => other.evaluate((hash) => (location.hash = hash), link.hash);
  const offer = other.getByRole("status", { name: "Shared with you" });
  await follow();
  await expect.text(offer.getByRole("listitem"), "web.yaml 1 policy");
  await axe(other, "a shared link");
  await screenshot(other, "shared-1280");
  await reload(other);
  await expect.text(offer.getByRole("listitem"), "web.yaml 1 policy");
  expect.equal(await kept(), before);
  expect.equal(await valueOf(other), mine);

  await offer.getByRole("button", { name: "Ignore" }).click();
  await expect.hidden(offer.getByRole("listitem"));
  expect.equal(new URL(other.url()).hash, "");
  expect.equal(await kept(), before);

  await follow();
  await offer.getByRole("button", { name: "Add the files" }).click();
  await expect.count(workspace.policies(other).getByRole("listitem"), 2);
  await expect.value(form.name(other), "web-front");
  await expect.focused(form.name(other));
  await expect.value(output.editor(other), text);
  expect.equal(new URL(other.url()).hash, "");
  await notice(other).getByRole("button", { name: "Undo" }).click();
  await expect.count(workspace.policies(other).getByRole("listitem"), 1);
  expect.equal(await valueOf(other), mine);

  await follow();
  await offer.getByRole("button", { name: "Replace mine" }).click();
  await expect.eventually(async () => expect.equal(await valueOf(other), text));
  await other.keyboard.press("Control+z");
  await expect.eventually(async () => expect.equal(await valueOf(other), mine));
}

async function tooLong(page, { expect, axe }) {
  // What cannot be packed: digits without any order.
  let noise = 7;
  const digits = Array.from({ length: 30_000 }, () => ((noise = (noise * 69_069 + 1) % 4_294_967_296) >>> 16).toString(36));
  await set(page, `${START}# ${digits.join("")}\n`);
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect.text(notice(page), /^All files together are too much for a link/);
  await axe(page, "too much for a link");
  const download = await downloadOf(page, () => notice(page).getByRole("button", { name: "Download YAML" }).click());
  expect.equal(download.text, await valueOf(page));
}

async function compared(page, { expect, axe }) {
  const folder = await mkdtemp(join(tmpdir(), "netpol-"));
  const files = { "a.yaml": policy("a"), "b.yaml": `${policy("b")}---\n${policy("c", "db")}` };
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  await set(page, "");
  await workspace.region(page).getByLabel("Open files").setInputFiles(Object.keys(files).map((file) => join(folder, file)));
  await workspace.policy(page, "c").click();
  await output.tab(page, "Changes").click();
  const choice = pane(page).getByRole("combobox", { name: "Compared with" });
  expect.equal(await choice.getByRole("option").allTextContents(), ["the files as opened", "a.yaml", "a", "b"]);
  await choice.selectOption({ label: "b" });
  await expect.text(heading(page), "c 3 lines added, 2 lines removed");
  expect.equal(await lines(page, ".added"), ["1 added: ---", "5 added:   name: c", "10 added:       app: db"]);
  await axe(page, "one policy compared with another");
  await workspace.policy(page, "b").click();
  await expect.value(choice, "0");
  await choice.selectOption({ label: "a.yaml" });
  await expect.text(heading(page), /^b.yaml 1[23] lines added, 1 line removed$/);
  await workspace.policy(page, "a").click();
  await form.name(page).fill("b");
  await output.tab(page, "Changes").click();
  await choice.selectOption({ label: "b" });
  await expect.visible(pane(page).getByText("Not a line is different."));

  // A file that was made here is new as a whole, and beside it is what else has changed.
  await workspace.button(page, "New policy").click();
  await output.tab(page, "Changes").click();
  await choice.selectOption({ label: "the files as opened" });
  await expect.text(heading(page).first(), "a.yaml 1 line added, 1 line removed");
  await expect.text(heading(page).last(), /^new-policy.yaml \d+ lines added$/);
  const patch = await copyOf(page, () => pane(page).getByRole("button", { name: "Copy as patch" }).click());
  await expect.text(notice(page), /^Copied/);
  expect.equal(patch.match(/^(diff|new|---).*$/gm), [
    "diff --git a/a.yaml b/a.yaml",
    "--- a/a.yaml",
    "diff --git a/new-policy.yaml b/new-policy.yaml",
    "new file mode 100644",
    "--- /dev/null",
  ]);
}

async function broken({ open, expect, axe }) {
  const told = [
    ["", /^The link is damaged/],
    ["%%%", /^The link is damaged/],
    ["AAAA", /^The link is damaged/],
    ["x".repeat(9_000), /^There is more in the link/],
  ];
  for (const [code, message] of told) {
    const page = await open(`#np1=${code}`);
    await expect.text(notice(page), message);
    await expect.visible(form.region(page).getByRole("button", { name: "New policy" }));
    if (code === "") await axe(page, "a broken link");
  }
  const page = await open("");
  await form.region(page).getByRole("button", { name: "New policy" }).click();
  const mine = await valueOf(page);
  // A few kilobytes that become fifty megabytes must not be waited for.
  for (const [text, times, message] of [
    ["\0".repeat(1_000_000), 50, /^There is more in the link/],
    ["2\nwho knows", 1, /^The link was made by a later version/],
    ["1\n1 9\nab", 1, /^The link is damaged/],
    [`1\n${"1 0\na".repeat(501)}`, 1, /^There is more in the link/],
  ]) {
    await page.evaluate(packed, { text, times });
    await expect.text(notice(page), message);
    await notice(page).getByRole("button", { name: "Dismiss" }).click();
    expect.equal(await valueOf(page), mine);
  }
}

/** Runs in the page: follows a link with a text in it, made as anyone can make one. */
async function packed({ text, times }) {
  const whole = new Blob(Array(times).fill(text));
  const stream = whole.stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let code = "";
  for (const byte of bytes) code += String.fromCharCode(byte);
  location.hash = `#np1=${btoa(code).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** The same in every width, and a text with more lines than can be drawn. */
async function shapes({ open, expect, axe, screenshot }) {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open("", { viewport: { width: 360, height: 740 }, colorScheme });
    await set(page, START);
    const regions = page.getByLabel("Parts of the page").getByRole("button");
    await regions.filter({ hasText: "Form" }).click();
    await form.name(page).fill("web-front");
    await regions.filter({ hasText: "Result" }).click();
    await output.tab(page, "Changes").click();
    await expect.hidden(page.getByRole("button", { name: "Side by side" }));
    expect.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), 360);
    await axe(page, `changes on a phone, ${colorScheme}`);
    await screenshot(page, `changes-360-${colorScheme}`);

    await page.setViewportSize({ width: 1800, height: 900 });
    const top = (selector) => page.locator(selector).first().evaluate((line) => line.getBoundingClientRect().top);
    expect.ok((await top(".removed")) < (await top(".added")));
    await page.getByRole("button", { name: "Side by side" }).click();
    expect.equal(await top(".removed"), await top(".added"));
    await axe(page, `changes side by side, ${colorScheme}`);
    await screenshot(page, `changes-side-${colorScheme}`);
  }
  const page = await open("", { viewport: { width: 1280, height: 800 } });
  const many = Array.from({ length: 10_000 }, (_, at) => `# remark ${at}\n`).join("");
  await set(page, START);
  // Typed by script: Chromium itself takes half a minute to insert so many lines.
  await output.editor(page).evaluate((editor, text) => {
    editor.value = text;
    editor.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  }, START + many);
  await output.tab(page, "Changes").click();
  await expect.text(heading(page), "web.yaml 10000 lines added");
  await expect.count(pane(page).locator(".line"), 1_000);
  await expect.visible(pane(page).getByText("9003 more lines, all of them in the patch."));
}

const pane = (page) => output.region(page).getByRole("tabpanel");
const heading = (page) => pane(page).getByRole("heading");
const valueOf = (page) => page.locator("netpol-designer").evaluate((designer) => designer.value);

/** Lines of a comparison as they are read out. */
async function lines(page, selector) {
  const found = await pane(page).locator(selector).allTextContents();
  return found.map((line) => line.replace(/^(\d+)(removed|added): /, "$1 $2: "));
}

/** What tells lines apart without any color. */
function signs(page) {
  return pane(page)
    .locator(":is(.removed, .added) .number")
    .evaluateAll((numbers) => numbers.map((number) => getComputedStyle(number, "::after").content[1]));
}

async function set(page, text) {
  await page.locator("netpol-designer").evaluate((designer, text) => (designer.value = text), text);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
}
