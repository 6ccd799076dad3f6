// What other journeys do with a mouse, done with the keyboard alone; how many keys each task takes is told.
// `keyboard` makes a whole policy that way, `text` writes its YAML.
import { copyOf, downloadOf, form, notice, output, reach, workspace } from "../form.mjs";
import { Keys } from "../keys.mjs";

export const name = "every task is done by keyboard, in so many keys";

const policy = (name, rest) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${name}, namespace: shop}
spec: {podSelector: {matchLabels: {app: ${name}}}, ${rest}}
`;
const deployment = (name) => `kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec: {template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: c, ports: [{containerPort: 80}]}]}}}
`;
const SHOP = [policy("web", "ingress: [{from: [{podSelector: {matchLabels: {app: api}}}]}]"), deployment("web"), deployment("api"), deployment("job")].join("---\n");

/** Each task: what it is, the workspace at its start, and the way. */
const TASKS = [
  ["takes a preset from the catalogue", "", async ({ page, keys, expect }) => {
    await keys.tabTo(workspace.button(page, "Catalogue"));
    await keys.press("Enter");
    await keys.tabTo(page.getByLabel("Search the catalogue"));
    await keys.type("dns");
    await keys.tabTo(page.getByRole("button", { name: /^Default deny both ways, with DNS/ }));
    await keys.press("Enter");
    await keys.tabTo(page.getByRole("button", { name: /^Add \d+ polic/ }));
    await keys.press("Enter");
    await expect.count(workspace.policies(page).getByRole("button", { name: /default-deny/ }), 1);
    await expect.focusWithin(form.region(page));
  }],
  ["duplicates a policy, deletes it and brings it back", SHOP, async ({ page, keys, expect }) => {
    await keys.tabTo(page.getByRole("button", { name: "Duplicate", exact: true }));
    await keys.press("Enter");
    await expect.value(form.name(page), "web-copy");
    await keys.tabTo(page.getByRole("button", { name: "Delete", exact: true }), "Shift+Tab");
    await keys.press("Enter");
    await expect.count(workspace.policy(page, "web-copy"), 0);
    await keys.press("Control+z");
    await expect.count(workspace.policy(page, "web-copy"), 1);
  }],
  ["goes from a problem to its field and mends it", SHOP.replace("app: web", "app: -web-"), async ({ page, keys, expect }) => {
    await goToTab("Problems", { page, keys, expect });
    await output.problems(page).first().waitFor();
    await keys.tabTo(output.problems(page).first().getByRole("button").first());
    await keys.press("Enter");
    const value = form.selectedPods(page).getByLabel("Label value");
    // The path of a label is that of its row.
    await expect.focusWithin(form.selectedPods(page));
    await keys.tabTo(value);
    await keys.replace("web");
    await expect.visible(page.getByText("The API server accepts", { exact: false }).first());
  }],
  ["asks about a connection and makes the change that turns it around", SHOP, async ({ page, keys, expect }) => {
    await goToTab("Reach", { page, keys, expect });
    await reach.matrix(page).waitFor();
    await keys.tabTo(reach.from(page));
    await keys.type("shop/job");
    await keys.tabTo(reach.to(page));
    await keys.type("shop/web");
    await expect.visible(reach.answer(page).getByText("Denied").first());
    await keys.tabTo(page.getByRole("button", { name: "Make this change" }).first());
    await keys.press("Enter");
    await expect.visible(reach.answer(page).getByText("Allowed").first());
  }],
  ["finds a cell of the matrix by arrows and has it explained", SHOP, async ({ page, keys, expect }) => {
    await goToTab("Reach", { page, keys, expect });
    await reach.matrix(page).waitFor();
    await keys.tabTo(reach.cell(page, 0, 0));
    for (const [key, row, column] of [["ArrowRight", 0, 1], ["ArrowDown", 1, 1], ["ArrowDown", 2, 1]]) {
      await keys.press(key);
      await expect.focused(reach.cell(page, row, column));
    }
    await keys.press("Enter");
    const [row, column] = [(await reach.names(page, "row"))[2], (await reach.names(page, "col"))[1]];
    await expect.value(reach.from(page), row);
    await expect.value(reach.to(page), column);
  }],
  ["goes to the next problem of a text and out of it", SHOP.replace("app: web", "app: -web-"), async ({ page, keys, expect }) => {
    await keys.tabTo(output.editor(page), "Shift+Tab");
    await keys.press("F8");
    await expect.visible(output.region(page).getByText(/does not begin and end/).first());
    await keys.press("Escape");
    await keys.press("Tab");
    await expect.eventually(async () => expect.ok(!(await output.editor(page).evaluate((node) => node.getRootNode().activeElement === node)), "the text is left"));
  }],
  ["saves a policy from within its name", SHOP, async ({ page, keys, expect }) => {
    await keys.tabTo(form.name(page));
    await keys.press("End");
    await keys.type("2");
    const { name } = await downloadOf(page, async () => {
      await keys.press("Control+s");
    });
    expect.ok(name.endsWith(".yaml"), name);
  }],
  ["copies what has changed as a patch", SHOP, async ({ page, keys, expect }) => {
    await keys.tabTo(form.namespace(page));
    await keys.press("End");
    await keys.type("-2");
    await keys.tabTo(output.tab(page, "YAML"));
    await keys.press("End");
    await page.getByRole("button", { name: "Copy as patch" }).waitFor();
    const patch = await copyOf(page, async () => {
      await keys.tabTo(page.getByRole("button", { name: "Copy as patch" }));
      await keys.press("Enter");
    });
    expect.ok(patch.includes("+") && patch.includes("shop-2"), patch);
  }],
  ["copies a link that holds all", SHOP, async ({ page, keys, expect }) => {
    const link = await copyOf(page, async () => {
      await keys.tabTo(page.getByRole("button", { name: "Copy link" }));
      await keys.press("Enter");
    });
    expect.ok(link.includes("#np1="), link);
    await expect.visible(notice(page).getByText("Copied a link", { exact: false }));
  }],
  ["chooses another language and comes back", SHOP, async ({ page, keys, expect }) => {
    const choice = page.locator("[data-language]");
    await keys.tabTo(choice);
    await keys.press("ArrowDown");
    await page.locator("netpol-designer .outer[lang=de]").waitFor();
    await expect.focused(choice);
    await keys.press("ArrowUp");
    await page.locator("netpol-designer .outer[lang=en]").waitFor();
    await expect.focused(choice);
  }],
];

/** Goes from the text to another tab by arrows; each is open before the next key comes. */
async function goToTab(name, { page, keys, expect }) {
  const tabs = ["YAML", "What it does", "Problems", "Reach", "Changes"];
  await keys.tabTo(output.tab(page, tabs[0]), "Shift+Tab");
  for (const next of tabs.slice(1, tabs.indexOf(name) + 1)) {
    await keys.press("ArrowRight");
    await expect.focused(output.tab(page, next));
  }
}

export default async function ({ open, expect, note }) {
  const counts = [];
  for (const [task, yaml, way] of TASKS) {
    const page = await open("", { late: /words-/ });
    if (yaml) {
      await page.locator("netpol-designer").evaluate((designer, yaml) => (designer.value = yaml), yaml);
      await form.name(page).waitFor();
    }
    // From where the browser puts the keyboard in a page that has just come.
    await page.evaluate(() => document.activeElement.blur());
    const keys = new Keys(page);
    await way({ page, keys, expect });
    counts.push(`${task}: ${keys.count} keys${keys.typed > 0 ? `, ${keys.typed} of them text` : ""}`);
    await page.context().close();
  }
  counts.forEach((line) => note(line));
}
