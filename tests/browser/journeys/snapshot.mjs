// A snapshot of a large cluster: read aside while the page goes on, stopped, read to its end, and
// where there are no workers in the page itself.
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { form, notice, reach, workspace } from "../form.mjs";

export const name = "a snapshot of many megabytes is read aside, with progress, and can be stopped";

const PODS = 5_000;
const padding = Array.from({ length: 60 }, (_, number) => `      - name: VARIABLE_${number}\n        value: "what no policy can tell, ${number}"\n`).join("");
const pod = (number) => `- apiVersion: v1
  kind: Pod
  metadata:
    labels: {app: app-${number % 40}, pod-template-hash: h${number % 40}}
    name: app-${number % 40}-h${number % 40}-${number}
    namespace: ns-${number % 20}
    ownerReferences: [{controller: true, kind: ReplicaSet, name: app-${number % 40}-h${number % 40}}]
  spec:
    containers:
    - name: app
      env:
${padding}`;
const policy = `- apiVersion: networking.k8s.io/v1
  kind: NetworkPolicy
  metadata: {name: deny, namespace: ns-1, uid: 1-2, resourceVersion: "7"}
  spec:
    podSelector: {matchLabels: {app: app-1}}
    policyTypes: [Ingress]
- kind: Secret
  metadata: {name: key}
  data: {password: c2VjcmV0}
`;
const snapshot = `apiVersion: v1\nitems:\n${Array.from({ length: PODS }, (_, number) => pod(number)).join("")}${policy}kind: List\n`;

export default async function (tools) {
  const path = join(await mkdtemp(join(tmpdir(), "netpol-")), "cluster.yaml");
  await writeFile(path, snapshot);
  tools.note(`a snapshot of ${(snapshot.length / 1e6).toFixed(0)} MB`);
  await read(path, true, tools);
  await read(path, false, tools);
  await toldInGerman(path, tools);
  await small(tools);
  await leftMeanwhile(tools);
}

/** What a worker has to tell is said in the language of the page. */
async function toldInGerman(path, { open, expect }) {
  const page = await open("", { again: true, late: /words-/ });
  await page.locator("[data-language]").selectOption("de");
  await page.locator("netpol-designer .outer[lang=de]").waitFor();
  await page.locator("input[type=file]").first().setInputFiles(path);
  await notice(page).getByText(/^Übernommen: 1 Policy, 5000 Pods/).waitFor({ timeout: 60_000 });
}

/** Who leaves the page while a long file is read a little at a time has opened it all the same. */
async function leftMeanwhile({ open, expect }) {
  const page = await open();
  await page.evaluate(() => {
    const { arrayBuffer } = Blob.prototype;
    Blob.prototype.arrayBuffer = async function () {
      const bytes = await arrayBuffer.call(this);
      // Some of it is read then, and not all.
      setTimeout(() => {
        window.before = document.querySelector("netpol-designer").value.length;
        dispatchEvent(new PageTransitionEvent("pagehide"));
        setTimeout(() => (window.after = Object.values(localStorage).join()));
      });
      return bytes;
    };
  });
  const items = Array.from({ length: 4_000 }, (_, number) => ({ kind: "Pod", metadata: { name: `web-${number}`, namespace: "shop", labels: { app: "web", copy: String(number) } } }));
  const buffer = Buffer.from(JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  await workspace.region(page).getByLabel("Open files").setInputFiles({ name: "pods.json", mimeType: "application/json", buffer });
  await page.waitForFunction(() => window.after !== undefined);
  const [before, after] = await page.evaluate(() => [window.before, window.after]);
  expect.equal(before, 0);
  expect.ok(after.includes("web-3999"), "what was being read is kept");
}

/** A file that holds a secret is never kept as it is, however small it is, opened or pasted. */
async function small({ open, expect }) {
  const page = await open();
  const text = `${policy.replace(/^- /, "  ").replace(/^ {2}/gm, "").split("- kind: Secret")[0]}---\nkind: Secret\nmetadata: {name: key}\ndata: {password: c2VjcmV0}\n`;
  await workspace.region(page).getByLabel("Open files").setInputFiles({ name: "shop.yaml", mimeType: "text/yaml", buffer: Buffer.from(text) });
  await expect.text(notice(page), /^1 file opened\. Kept: 1 policy, 0 pods and workloads, 0 namespaces\. Left out: 1 Secret\./);
  await expect.value(form.name(page), "deny");
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement?.blur();
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
  }, text);
  for (const name of ["shop.policies.yaml", "pasted.policies.yaml"]) await expect.visible(workspace.policies(page).getByRole("heading", { name }));
  const kept = await page.evaluate(() => [document.querySelector("netpol-designer").value, ...Object.values(localStorage)].join());
  expect.ok(kept.includes("deny") && !kept.includes("c2VjcmV0"), "no secret is kept");
}

async function read(path, hasWorkers, { open, reload, expect, axe, screenshot, note }) {
  const page = await open("", { again: hasWorkers, before: hasWorkers ? holdWorkers : holdFiles });
  await workspace.button(page, "New policy").click();
  const choose = workspace.region(page).getByLabel("Open files");
  const bar = page.getByRole("progressbar", { name: "Reading cluster.yaml" });

  await choose.setInputFiles(path);
  await expect.visible(bar);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect.count(bar, 0);
  await expect.count(workspace.policies(page).getByRole("button"), 1);

  await page.evaluate(countFrames);
  await choose.setInputFiles(path);
  await expect.visible(bar);
  if (hasWorkers) {
    await axe(page, "a snapshot being read");
    await screenshot(page, "snapshot-reading");
  }
  await form.name(page).fill("typed-meanwhile");
  await expect.value(form.name(page), "typed-meanwhile");
  await page.evaluate(() => ((window.gaps = []), window.release()));
  await notice(page).getByText("Kept: 1 policy, 5000 pods and workloads, 20 namespaces. Left out: 1 Secret.").waitFor({ timeout: 60_000 });
  await expect.visible(page.getByText(/^(not )?saved/).first());
  const gap = await page.evaluate(async () => {
    await new Promise((rested) => setTimeout(rested, 1_000));
    cancelAnimationFrame(window.ticking);
    return Math.max(...window.gaps);
  });
  note(`${hasWorkers ? "in a worker" : "in the page"}: at most ${gap.toFixed(0)} ms without a frame from there until it was taken over and kept`);
  await expect.count(bar, 0);
  await expect.visible(workspace.policy(page, "typed-meanwhile"));
  await expect.value(form.name(page), "deny");
  await expect.visible(page.getByText(/Matches 1 of 2 workloads in the open files/));
  const kept = await page.evaluate(() => document.querySelector("netpol-designer").value);
  expect.ok(!kept.includes("c2VjcmV0") && !kept.includes("VARIABLE"), "secrets and what nobody needs are gone");
  await reach.open(page);
  await expect.visible(reach.matrix(page));
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await expect.count(workspace.policies(page).getByRole("button"), 1);
  await page.getByRole("button", { name: /^Redo/ }).first().click();
  await workspace.policy(page, "deny").click();
  // What was typed last is kept although it is so much, and the page was left at once.
  await form.name(page).press("End");
  await form.name(page).pressSequentially("-and-left");
  await reload(page);
  await expect.visible(workspace.policy(page, "deny-and-left"));
}

/** Runs in the page: what a worker has read waits to be released, however fast it was. */
function holdWorkers() {
  const released = new Promise((release) => (window.release = release));
  window.Worker = class extends Worker {
    set onmessage(listener) {
      super.onmessage = async (event) => {
        if (Array.isArray(event.data)) await released;
        listener(event);
      };
    }
  };
}

/** Runs in the page: there are no workers, and files wait to be released. */
function holdFiles() {
  delete window.Worker;
  const released = new Promise((release) => (window.release = release));
  const { arrayBuffer } = Blob.prototype;
  Blob.prototype.arrayBuffer = async function () {
    await released;
    return arrayBuffer.call(this);
  };
}

/** Runs in the page: notes how long it is from each frame to the next. */
function countFrames() {
  window.gaps = [];
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    window.gaps.push(now - last);
    last = now;
    window.ticking = requestAnimationFrame(tick);
  };
  tick();
}
