// The whole designer as one file, opened from a disk: it asks nobody for anything, its own content
// security policy holds, and it can do what the site can.
import { copyFile, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { form, notice, output, reach, workspace } from "../form.mjs";

export const name = "one file works from a disk, without a server and under a strict policy";

const FILE = fileURLToPath(new URL("../../../dist/single/netpol-designer.html", import.meta.url));
const pod = (number) => `- {kind: Pod, metadata: {name: p${number}, namespace: shop, labels: {app: web}, annotations: {note: "${"x".repeat(400)}"}}}\n`;
const SNAPSHOT = `items:\n${Array.from({ length: 3_000 }, (_, number) => pod(number)).join("")}kind: List\n`;

export default async function ({ open, expect, screenshot }) {
  const folder = await mkdtemp(join(tmpdir(), "netpol-"));
  const path = join(folder, "designer.html");
  await copyFile(FILE, path);
  // Where there is no worker of a page from a disk, the browser says so before the page reads by
  // itself; and so it does of what the policy below forbids.
  const page = await open("about:blank", { allowErrors: /worker|module script|TrustedScript|example\.invalid/i });
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(path).href);
  await page.evaluate(() => document.querySelector("netpol-designer").ready);
  await workspace.button(page, "New policy").click();
  await form.name(page).fill("from-a-disk");
  await expect.value(output.editor(page), /name: from-a-disk/);
  const cluster = join(folder, "cluster.yaml");
  await writeFile(cluster, SNAPSHOT);
  await workspace.region(page).getByLabel("Open files").setInputFiles(cluster);
  await notice(page).getByText("Kept: 0 policies, 3000 pods and workloads, 1 namespace.").waitFor({ timeout: 60_000 });
  await reach.open(page);
  await expect.visible(reach.matrix(page));
  await screenshot(page, "single-file");
  // The policy of the page is awake: what is not in the file does not run.
  const stopped = await page.evaluate(async () => {
    const script = document.createElement("script");
    let told;
    try {
      script.textContent = "window.intruder = true";
    } catch ({ name }) {
      told = name;
    }
    document.body.append(script);
    const asked = await fetch("https://example.invalid/").then(() => "fetched", () => "stopped");
    return [told, asked, window.intruder];
  });
  expect.equal(stopped, ["TypeError", "stopped", undefined]);
  expect.equal(requests.filter((url) => !/^(data:|blob:|file:)/.test(url)), []);
}
