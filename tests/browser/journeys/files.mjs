// Files that are there already: opened, read as what they are, edited by the form, taken away again.
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { downloadOf, form, notice, output, workspace } from "../form.mjs";

export const name = "files are opened, edited by the form in their own lines, and downloaded";

const policy = (name) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name:   ${name}   # layout of its own
  namespace: shop
spec:
  podSelector: {}
  policyTypes: [Ingress]
`;
const many = ["# two policies and what they protect\n", policy("a"), policy("b")]
  .join("---\n")
  .concat("---\nkind: Service\napiVersion: v1\nmetadata: {name: web}\n---\n# the end\n");

export default async function ({ open, expect, axe, screenshot }) {
  const page = await open();
  const folder = await mkdtemp(join(tmpdir(), "netpol-"));
  const paths = ["many.yaml", "single.yaml", "logo.png"].map((file) => join(folder, file));
  await writeFile(paths[0], many);
  await writeFile(paths[1], `\uFEFF${policy("single")}`);
  await writeFile(paths[2], Buffer.from([0x89, 0x50, 0xff, 0x00, 0x01]));
  await workspace.region(page).getByLabel("Open files").setInputFiles(paths);
  await expect.text(notice(page), /What is no text was not opened/);
  await expect.value(form.name(page), "a");
  for (const each of ["b", "single"]) await expect.visible(workspace.policy(page, each));
  await expect.visible(workspace.policies(page).getByText("web", { exact: true }));
  await axe(page, "files opened");
  await screenshot(page, "files-opened");

  await form.name(page).fill("alpha");
  const save = () => output.region(page).getByRole("button", { name: "Download", exact: true }).click();
  const edited = await downloadOf(page, save);
  expect.equal(edited.name, "many.yaml");
  expect.equal(edited.text, many.replace("name:   a   #", "name:   alpha   #"));
  await workspace.policy(page, "single").click();
  const untouched = await downloadOf(page, save);
  expect.equal(untouched.text, `\uFEFF${policy("single")}`);

  await page.evaluate((text) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([text], "dropped.yaml"));
    const place = document.querySelector("netpol-designer").shadowRoot.querySelector(".designer");
    place.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
  }, policy("dropped"));
  await expect.value(form.name(page), "dropped");
  await page.keyboard.press("Control+z");
  await expect.count(workspace.policy(page, "dropped"), 0);
  await expect.visible(workspace.policy(page, "alpha"));

  await page.evaluate((text) => {
    const pasted = new DataTransfer();
    pasted.setData("text/plain", text);
    const place = document.querySelector("netpol-designer").shadowRoot.querySelector("h1");
    place.dispatchEvent(new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, composed: true, cancelable: true }));
  }, policy("pasted"));
  await expect.value(form.name(page), "pasted");

  // Text that breaks while it is typed: the form stays, and says what it is.
  await workspace.policy(page, "single").click();
  await output.editor(page).fill("kind: [");
  const stale = page.getByText(/^The text cannot be read, so the form shows what it said before\./);
  await expect.visible(stale);
  await expect.value(form.name(page), "single");
  await axe(page, "a form whose text cannot be read");
  await screenshot(page, "files-stale");
  await output.editor(page).fill(policy("mended"));
  await expect.hidden(stale);
  await expect.value(form.name(page), "mended");
}
