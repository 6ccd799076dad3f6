// Who may connect to whom: the matrix, one connection with its reasons and the change that turns it
// around, expectations, settings, and what an edit has changed.
import { copyOf, form, notice, output, reach, workspace } from "../form.mjs";

export const name = "who may connect to whom is seen, asked, explained and changed";

const workload = (name, namespace = "shop") => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec: {template: {metadata: {labels: {app: ${name}}}}}
`;
const policy = (name, spec) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${name}, namespace: shop}
spec:
${spec}`;
const shop = [
  ...["web", "api", "db"].map((name) => workload(name)),
  workload("probe", "ops"),
  policy("deny", "  podSelector: {}\n  policyTypes: [Ingress]\n"),
  policy(
    "api",
    "  podSelector: {matchLabels: {app: api}}\n  ingress:\n  - from:\n    - podSelector: {matchLabels: {app: web}}\n    ports: [{port: 8080}, {port: metrics}]\n",
  ),
  policy("db", "  podSelector: {matchLabels: {app: db}}\n  ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]\n"),
].join("---\n");
const expectations = `expectations:
- {name: the web reaches the api, from: shop/web, to: shop/api, ports: [TCP 8080], expect: allowed}
- {name: the api reaches the database, from: shop/api, to: shop/db, ports: [TCP 5432], expect: allowed}
`;

export default async function (tools) {
  const page = await looked(tools);
  await asked(page, tools);
  await turned(page, tools);
  await many(tools);
}

/** Nothing yet, then a matrix that is walked by keyboard. */
async function looked({ open, expect, axe, screenshot }) {
  const page = await open();
  await reach.open(page);
  const command = await copyOf(page, () => page.getByRole("button", { name: "Copy command" }).click());
  expect.equal(command, "kubectl get ns,pods,deploy,sts,ds,netpol -A -o yaml > cluster.yaml");
  await axe(page, "no pods to reach");
  const choose = workspace.region(page).getByLabel("Open files");
  await choose.setInputFiles([
    { name: "shop.yaml", mimeType: "text/yaml", buffer: Buffer.from(shop) },
    { name: "expect.yaml", mimeType: "text/yaml", buffer: Buffer.from(expectations) },
  ]);
  await expect.visible(reach.matrix(page));
  const ends = ["ops/probe", "shop/api", "shop/db", "shop/web", "any other address", "10.0.0.0/8"];
  expect.equal(await reach.names(page, "row"), ends);
  expect.equal(await reach.names(page, "col"), ends);
  const ports = (row, column) => reach.cell(page, row, column).getAttribute("aria-label");
  expect.equal(await ports(3, 1), "TCP 8080");
  expect.equal(await ports(3, 2), "no port");
  expect.equal(await ports(5, 2), "every port");
  expect.equal(await ports(4, 5), "outside of the cluster, where policies do not act");
  const surprises = page.getByRole("region", { name: "What may surprise" });
  await expect.text(surprises.getByRole("listitem"), /^No container that this rule allows connections to has a TCP port named metrics/);
  await expect.visible(surprises.getByRole("button", { name: "spec.ingress[0].ports[1]" }));
  await axe(page, "a matrix");
  await screenshot(page, "reach");
  // From the first cell: three down, one to the right, and that is asked about.
  await reach.cell(page, 0, 0).focus();
  for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "Enter"]) await page.keyboard.press(key);
  await expect.value(reach.from(page), "shop/web");
  await expect.value(reach.to(page), "shop/api");
  await expect.text(reach.answer(page), /^Allowed\. shop\/web may connect to shop\/api on TCP 8080\./);
  await page.getByLabel("Show only").fill("shop/");
  expect.equal(await reach.names(page, "row"), ["shop/api", "shop/db", "shop/web"]);
  await page.getByText("As a picture").click();
  const drawn = page.getByRole("group", { name: "Picture of the connections" });
  await expect.visible(drawn);
  await page.getByText("As a table").click();
  expect.equal(await page.locator(".picture table tr").allInnerTexts(), ["From\tTo\tPorts", "shop/web[Deployment]\tshop/api[Deployment]\tTCP 8080"]);
  await axe(page, "connections as a picture");
  await page.getByText("As a picture").focus();
  await page.keyboard.press("Enter");
  await expect.hidden(drawn);
  await page.getByLabel("Show only").fill("nobody");
  await expect.visible(page.getByText("No name has this in it."));
  await page.getByLabel("Show only").fill("");
  await page.getByText("Namespaces", { exact: true }).last().click();
  expect.equal((await reach.names(page, "row")).slice(0, 2), ["ops", "shop"]);
  await page.getByText("Workloads", { exact: true }).click();
  return page;
}

/** A connection with both sides, their lines, and what is wrong with a question. */
async function asked(page, { expect, axe }) {
  await reach.from(page).fill("shop/api");
  await reach.to(page).fill("shop/cache");
  await reach.port(page).fill("99999");
  await expect.text(page.locator(".asked"), /There is no pod or workload `?shop\/cache/);
  await expect.visible(page.getByText("Write a number from 1 to 65535, or nothing for every port."));
  await axe(page, "mistakes in a question");
  await reach.to(page).fill("shop/db");
  await reach.port(page).fill("5432");
  const answer = reach.answer(page);
  await expect.text(answer, /Denied\. shop\/api cannot connect to shop\/db on TCP 5432\./);
  await expect.text(answer, /No policy isolates shop\/api for egress/);
  await expect.text(answer, /shop\/deny and shop\/db isolate shop\/db for ingress, and no rule of them allows this connection/);
  await axe(page, "a denied connection");
  await answer.getByRole("button", { name: /^line \d+$/ }).last().click();
  await expect.visible(page.getByRole("tab", { name: "YAML", selected: true }));
  await reach.open(page);
}

/** The change that is suggested is made, seen everywhere, and taken back. */
async function turned(page, { expect, axe, screenshot }) {
  const answer = reach.answer(page);
  await expect.text(answer, /Add a rule to shop\/db that allows ingress from shop\/api on TCP 5432\./);
  await expect.visible(page.getByText("1 of 2 expectations met"));
  await answer.getByRole("button", { name: "Make this change" }).click();
  await expect.text(answer, /^Allowed\./);
  await expect.visible(page.getByText("All expectations are met."));
  await expect.text(answer, /Remove spec\.ingress\[1\] of shop\/db/);
  await answer.getByRole("button", { name: "spec.ingress[1]" }).click();
  await expect.value(form.name(page), "db");
  await output.tab(page, "Changes").click();
  await expect.visible(page.getByText("1 added", { exact: true }));
  await expect.text(page.getByRole("tabpanel"), /added shop\/api\[Deployment\] → shop\/db\[Deployment\]: TCP 5432/);
  await axe(page, "connections that changed");
  await screenshot(page, "reach-changes");
  await page.getByRole("combobox", { name: "Compared with" }).selectOption({ label: "deny" });
  await expect.text(page.getByRole("tabpanel"), /added 10\.0\.0\.0\/8 → shop\/db\[Deployment\]: every port/);
  await page.getByRole("combobox", { name: "Compared with" }).selectOption({ label: "the files as opened" });
  await reach.open(page);
  await page.getByText("What enforces the policies").click();
  await page.getByLabel("Something enforces policies", { exact: false }).uncheck();
  await expect.text(answer, /Nothing enforces policies/);
  await page.getByLabel("Something enforces policies", { exact: false }).check();
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await expect.text(answer, /^Denied\./);
}

/** A thousand ends: only what is in view is there, and all of it can be come to. */
async function many({ open, expect, note }) {
  const page = await open();
  const pods = Array.from({ length: 1000 }, (_, number) => workload(`w${String(number).padStart(3, "0")}`, `ns${number % 40}`));
  const text = pods.join("---\n");
  await workspace.region(page).getByLabel("Open files").setInputFiles({ name: "many.yaml", mimeType: "text/yaml", buffer: Buffer.from(text) });
  await expect.text(notice(page), /opened/);
  await reach.open(page);
  await expect.visible(reach.matrix(page));
  const cells = await reach.matrix(page).locator("td[data-cell]").count();
  expect.ok(cells > 50 && cells < 2000, `${cells} cells are drawn`);
  await reach.cell(page, 0, 0).focus();
  await page.keyboard.press("Control+End");
  await expect.visible(reach.cell(page, 1000, 1000));
  const names = await reach.names(page, "row");
  expect.equal(names.at(-1), "any other address");
  const frames = await page.evaluate(async () => {
    const scroller = document.querySelector("netpol-designer").shadowRoot.querySelector(".matrix");
    const gaps = [];
    let last = performance.now();
    for (let frame = 0; frame < 120; frame++) {
      scroller.scrollTo(frame * 200, frame * 200);
      await new Promise((drawn) => requestAnimationFrame(drawn));
      const now = performance.now();
      gaps.push(now - last);
      last = now;
    }
    return gaps.sort((a, b) => a - b);
  });
  const at = (part) => frames[Math.floor(part * frames.length)].toFixed(1);
  note(`1,000 ends scrolled in steps of a view: ${at(0.5)} ms a frame, ${at(0.95)} ms for 19 of 20`);
}
