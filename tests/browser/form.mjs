// The designer as a person finds their way in it: by role and by label, never by class or id.
//
// A `place` is a page, or the locator of one designer among several. Must not expect anything;
// that is what journeys do.
import { readFile } from "node:fs/promises";

/** The text boxes and lists of the form. */
export const form = {
  region: (place) => place.getByLabel("Form", { exact: true }),
  name: (place) => place.getByLabel("Name", { exact: true }),
  namespace: (place) => place.getByLabel("Namespace", { exact: true }),
  selectedPods: (place) => place.getByRole("group", { name: "Selected pods" }),
  direction: (place, name) => place.getByLabel(name, { exact: true }),
  rules: (place, direction) => place.getByRole("list", { name: `${direction} rules` }).getByRole("article"),
  addRule: (place, direction) => place.getByRole("button", { name: `${direction} rule`, exact: true }),
  /** What the policy means, on top of its form. */
  meaning: (place) => form.region(place).locator("p, div").first(),
};

/** The left region. */
export const workspace = {
  region: (place) => place.getByLabel("Workspace", { exact: true }),
  policies: (place) => place.getByLabel("Policies", { exact: true }),
  policy: (page, name) => workspace.policies(page).getByRole("button").filter({ has: page.getByText(name, { exact: true }) }),
  button: (place, name) => workspace.region(place).getByRole("button", { name, exact: true }),
};

/** The right region. */
export const output = {
  region: (place) => place.getByLabel("Consequences", { exact: true }).first(),
  tab: (place, name) => place.getByRole("tab", { name }),
  editor: (place) => place.getByRole("textbox", { name: "YAML of the selected policy", exact: true }),
  /** The text in the editor; of one with more than 300 lines only those around its view. */
  yaml: (place) => output.editor(place).inputValue(),
  /** How many problems there are, as it is spoken. */
  live: (place) => output.region(place).getByRole("status").last(),
  problems: (place) => output.region(place).getByRole("tabpanel").getByRole("listitem"),
};

/** What the page says once, after an action. */
export const notice = (page) => page.locator("[aria-live=polite]");

/** Adds a condition to a selector, or a label to a list of labels, and fills it in. */
export async function addCondition(selector, key, value) {
  await selector.getByRole("button", { name: "Condition" }).click();
  const row = selector.getByRole("listitem").last();
  await row.getByLabel("Label key").fill(key);
  await row.getByLabel("Label value").fill(value);
}

/** The name and the text of the file that `act` makes the page offer. */
export async function downloadOf(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

/** The text that `act` makes the page put on the clipboard, which takes the page a moment. */
export async function copyOf(page, act) {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await act();
  return page.evaluate(async () => {
    for (let tries = 0; tries < 200; tries += 1) {
      const copied = await navigator.clipboard.readText();
      if (copied !== "") return copied;
      await new Promise((resume) => setTimeout(resume, 25));
    }
    return "";
  });
}

/** What `downloadOf` tells, of an entry of the menu that takes several files out of the page. */
export async function exportOf(page, entry) {
  await page.getByRole("button", { name: "Export", exact: true }).click();
  return downloadOf(page, () => page.getByRole("button", { name: entry }).click());
}

/** Who may connect to whom, as the result shows it. */
export const reach = {
  open: (page) => output.tab(page, "Reach").click(),
  matrix: (page) => page.getByRole("grid"),
  /** The cell of a row and a column, both counted from 0. */
  cell: (page, row, column) => page.getByRole("grid").locator(`[data-cell="${row},${column}"]`),
  names: (page, scope) => page.getByRole("grid").locator(`th[scope=${scope}]`).allInnerTexts(),
  from: (page) => page.getByLabel("From", { exact: true }),
  to: (page) => page.getByLabel("To", { exact: true }),
  port: (page) => page.getByLabel("Port", { exact: true }),
  answer: (page) => page.getByRole("region", { name: "Try a connection" }).getByRole("status"),
};
