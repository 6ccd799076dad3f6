// Files that are there already: opened in every way, read as what they are, edited in their own
// lines, renamed, brought back, taken away, taken out again; and one workspace in two tabs.
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { downloadOf, exportOf, form, notice, output, workspace } from "../form.mjs";

export const name = "files and folders are opened, edited in their own lines, renamed, reverted, removed and exported";

const policy = (name) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name:   ${name}   # layout of its own
  namespace: shop
spec:
  podSelector: {}
  policyTypes: [Ingress]
`;
const service = "kind: Service\napiVersion: v1\nmetadata: {name: web}\n";
const many = ["# what is protected, and how\n" + service, policy("a"), policy("b"), "kind: [ # broken\n", "# the end\n"].join("---\n");

export default async function (tools) {
  const page = await openedAndEdited(tools);
  await namedRevertedRemoved(page, tools);
  await exported(page, tools);
  await dropped(tools);
  await pastedAndBroken(tools);
  await stripped(tools);
  await twoTabs(tools);
}

async function openedAndEdited({ open, expect, axe, screenshot }) {
  const page = await open();
  const folder = await mkdtemp(join(tmpdir(), "netpol-"));
  const [paths, choose] = [["many.yaml", "logo.png"].map((file) => join(folder, file)), workspace.region(page)];
  await writeFile(paths[0], many);
  await writeFile(paths[1], Buffer.from([0x89, 0x50, 0xff, 0x00, 0x01]));
  await choose.getByLabel("Open files").setInputFiles(paths);
  await expect.text(notice(page), /1 file opened\. Not opened, as no text or too much: logo\.png\./);
  await expect.value(form.name(page), "a");
  await expect.visible(workspace.policies(page).getByText("web", { exact: true }));
  await expect.visible(workspace.policies(page).getByText("kind: [ # broken"));
  await expect.visible(workspace.policies(page).getByRole("heading", { name: /^shop/ }));
  await axe(page, "one file opened");

  const net = join(folder, "net");
  for (const each of ["deep", ".git", "node_modules"]) await mkdir(join(net, each), { recursive: true });
  await writeFile(join(net, "deep", "single.yml"), `\uFEFF${policy("single")}`);
  await writeFile(join(net, "blank.yaml"), "# nothing\n");
  for (const none of [".git/x.yaml", "node_modules/x.yaml", "readme.md"]) await writeFile(join(net, none), service);
  await choose.getByLabel("Open folder").setInputFiles(net);
  await expect.text(notice(page), /^2 files opened\.$/);
  await expect.value(form.name(page), "single");
  await expect.visible(workspace.policies(page).getByRole("heading", { name: "many.yaml" }));
  await expect.count(workspace.policies(page).getByRole("heading"), 3);
  await axe(page, "several files opened");
  await screenshot(page, "files-opened");

  await workspace.policy(page, "a").click();
  await form.name(page).fill("alpha");
  const save = () => output.region(page).getByRole("button", { name: "Download", exact: true }).click();
  const edited = await downloadOf(page, save);
  expect.equal(edited, { name: "many.yaml", text: many.replace("name:   a   #", "name:   alpha   #") });
  expect.equal(await downloadOf(page, () => page.keyboard.press("Control+s")), edited);
  await workspace.policy(page, "single").click();
  const untouched = await downloadOf(page, save);
  expect.equal(untouched, { name: "single.yml", text: `\uFEFF${policy("single")}` });
  await expect.count(workspace.policies(page).getByRole("img", { name: "changed since it was opened" }), 1);
  return page;
}

/** By keyboard, and every step of it taken back. */
async function namedRevertedRemoved(page, { expect, axe }) {
  await workspace.policy(page, "alpha").click();
  const name = workspace.policies(page).getByLabel("Name of the file").first();
  await name.focus();
  await page.keyboard.type("no.yaml");
  await page.keyboard.press("Escape");
  await expect.value(name, "many.yaml");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("net/many.yaml");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Undo: rename file" }).click();
  await expect.value(name, "many.yaml");
  await page.getByRole("button", { name: "Redo: rename file" }).click();
  await expect.value(name, "net/many.yaml");
  await name.fill(" ");
  await page.keyboard.press("Enter");
  await expect.text(notice(page), /^A file needs a name\./);
  await expect.value(name, "net/many.yaml");

  await workspace.button(page, "Revert to what was opened").click();
  await expect.visible(workspace.policy(page, "a"));
  await expect.focused(name);
  await notice(page).getByRole("button", { name: "Undo" }).click();
  await expect.visible(workspace.policy(page, "alpha"));
  await workspace.button(page, "Remove file").first().click();
  await expect.count(workspace.policy(page, "alpha"), 0);
  await expect.focused(workspace.button(page, "New policy"));
  await axe(page, "a file was removed");
  await notice(page).getByRole("button", { name: "Undo" }).click();
  await expect.visible(workspace.policy(page, "alpha"));
}

async function exported(page, { expect, axe, screenshot }) {
  await workspace.policy(page, "alpha").click();
  const opener = page.getByRole("button", { name: "Export", exact: true });
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect.visible(page.getByRole("button", { name: "networkpolicies.yaml, 5 documents" }));
  await axe(page, "what can be exported");
  await screenshot(page, "files-export");
  await page.keyboard.press("Escape");
  await expect.hidden(page.getByRole("button", { name: "Zip archive" }));
  await expect.focused(opener);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const file = await downloadOf(page, () => page.keyboard.press("Enter"));
  expect.equal(file.name, "many.yaml");
  const zip = await exportOf(page, "Zip archive");
  expect.equal(zip.name, "networkpolicies.zip");
  for (const part of ["net/many.yaml", "net/deep/single.yml", "# nothing", "- net/deep/single.yml\n- net/many.yaml\n"]) {
    expect.ok(zip.text.includes(part), `${part} is in the archive`);
  }
  const joined = await exportOf(page, "One file with everything");
  expect.ok(joined.text.includes("alpha") && joined.text.includes("single"), "all files are in one");
}

async function dropped({ open, expect, axe, screenshot }) {
  const page = await open("", { viewport: { width: 360, height: 740 }, hasTouch: true });
  await expect.visible(form.region(page).getByText("Open files"));
  const drag = (type) =>
    page.evaluate(
      (type) => {
        const text = (path) => JSON.stringify({ kind: "NetworkPolicy", metadata: { name: path.replace(/\W/g, "-") } });
        const file = (path) => ({ isFile: true, fullPath: path, name: path, file: (done) => done(new File([text(path)], path)) });
        const folder = (path, ...batches) => ({
          isDirectory: true,
          fullPath: path,
          createReader: () => ({ readEntries: (done) => done(batches.shift() ?? []) }),
        });
        const net = folder(
          "/net",
          [file("/net/b.yaml"), file("/net/logo.png")],
          [folder("/net/sub", [file("/net/sub/a.json")]), folder("/net/.git", [file("/net/.git/x.yaml")])],
        );
        const data = new DataTransfer();
        data.items.add(new File(["x"], "net"));
        const place = document.querySelector("netpol-designer").shadowRoot.querySelector(".designer");
        DataTransferItem.prototype.webkitGetAsEntry = () => net;
        place.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
      },
      type,
    );
  await drag("dragover");
  await expect.count(page.locator(".dropping"), 1);
  await screenshot(page, "files-drop");
  await drag("drop");
  await expect.count(page.locator(".dropping"), 0);
  await expect.text(notice(page), "2 files opened.");
  await expect.value(form.name(page), "-net-b-yaml");
  await page.getByRole("button", { name: "Policies", exact: true }).click();
  await expect.visible(workspace.policies(page).getByRole("heading", { name: "net/sub/a.json" }));
  await axe(page, "files on a narrow screen");
  await screenshot(page, "files-narrow");
  await page.getByRole("button", { name: "Undo: open file" }).click();
  await expect.visible(page.getByText("No policy yet."));
}

async function pastedAndBroken({ open, expect, axe, screenshot }) {
  const page = await open();
  await page.evaluate((text) => {
    const pasted = new DataTransfer();
    pasted.setData("text/plain", text);
    const place = document.querySelector("netpol-designer").shadowRoot.querySelector("h1");
    place.dispatchEvent(new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, composed: true, cancelable: true }));
  }, policy("pasted"));
  await expect.value(form.name(page), "pasted");

  // Text that breaks while it is typed: the form stays, and says what it is.
  await output.editor(page).fill("kind: [");
  const stale = page.getByText(/^The text cannot be read, so the form shows what it said before\./);
  await expect.visible(stale);
  await expect.value(form.name(page), "pasted");
  await axe(page, "a form whose text cannot be read");
  await screenshot(page, "files-stale");
  await output.editor(page).fill(policy("mended"));
  await expect.hidden(stale);
  await expect.value(form.name(page), "mended");
}

/** What a cluster has added is taken out, and a choice shows what is, also after it was undone. */
async function stripped({ open, expect, axe }) {
  const page = await open();
  const text = policy("web").replace("spec:", "  uid: x\n  resourceVersion: \"7\"\nspec:").concat("  ingress:\n  - from:\n    - podSelector: {}\nstatus: {}\n");
  await page.locator("netpol-designer").evaluate((element, text) => (element.value = text), text);
  const strip = workspace.button(page, "Remove what the cluster added");
  await axe(page, "a manifest from a cluster");
  await strip.click();
  await expect.text(notice(page), /^Done: remove what the cluster added/);
  await expect.count(strip, 0);
  expect.ok(!/uid|status|resourceVersion/.test(await output.yaml(page)), "it is gone");
  await notice(page).getByRole("button", { name: "Undo" }).click();
  await expect.visible(strip);

  const kind = form.region(page).getByLabel("Kind of source");
  const before = await kind.inputValue();
  await kind.selectOption({ label: "IP block" });
  await expect.eventually(async () => expect.ok((await kind.inputValue()) !== before, "another kind is chosen"));
  await page.getByRole("button", { name: /^Undo: / }).click();
  await expect.value(kind, before);
}

/** Two tabs of one site follow each other, and what was in a tab is one step back. */
async function twoTabs({ open, expect, axe, screenshot }) {
  const before = () => addEventListener("storage", (event) => window.isDeaf && event.stopImmediatePropagation());
  const one = await open("", { before });
  await form.region(one).getByRole("button", { name: "New policy" }).click();
  await form.name(one).fill("first");
  const other = await one.context().newPage();
  await other.goto(one.url());
  await expect.value(form.name(other), "first");
  await form.name(other).fill("second");
  await expect.value(form.name(one), "second");
  await expect.text(notice(one), /^Another tab has changed the workspace/);
  await axe(one, "another tab has changed the workspace");
  await screenshot(one, "files-two-tabs");
  await workspace.button(other, "Duplicate").click();
  await expect.visible(workspace.policy(one, "second-copy"));
  await one.getByRole("button", { name: "Undo: change in another tab" }).click();
  await expect.value(form.name(one), "first");
  await expect.value(form.name(other), "first");

  // A tab that has heard of nothing does not write over what it has not seen.
  await one.evaluate(() => void (window.isDeaf = true));
  await other.getByRole("button", { name: "Undo: change in another tab" }).click();
  await expect.visible(workspace.policy(other, "second-copy"));
  await expect.value(form.name(one), "first");
  await form.name(one).fill("mine");
  await expect.visible(workspace.policy(one, "second-copy"));
  await expect.visible(workspace.policy(other, "second-copy"));
  await one.getByRole("button", { name: "Undo: change in another tab" }).click();
  await expect.value(form.name(one), "mine");
  await expect.value(form.name(other), "mine");
}
