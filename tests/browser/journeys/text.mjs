// The text by keyboard: what is typed is in the form at once, and the keys of an editor do what
// they do elsewhere, without catching a keyboard that only passes by.
import { form, output } from "../form.mjs";

export const name = "the YAML is written by keyboard, and the form follows";

const START = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app: api
  policyTypes:
  - Ingress
  ingress:
  - from:
    - podSelector:
        matchLabels:
          app: web
`;

const LONG = 10_000;

export default async function (tools) {
  const page = await tools.open("", { viewport: { width: 1440, height: 900 } });
  await set(page, START);
  await typed(page, tools);
  await indented(page, tools);
  await suggested(page, tools);
  await found(page, tools);
  await told(page, tools);
  await left(page, tools);
  await long(page, tools);
  await phone(tools);
}

/** Each key is in the form, and undo is the document's, from wherever it is pressed. */
async function typed(page, { expect }) {
  const editor = output.editor(page);
  await caretBehind(page, "name: web");
  await page.keyboard.type("-front");
  await expect.value(form.name(page), "web-front");
  expect.equal(await textAround(page), ["apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web-front", ""]);
  await page.keyboard.press("Control+z");
  await expect.value(form.name(page), "web");
  await expect.value(editor, START);
  await expect.focused(editor);
  await page.keyboard.press("Control+Shift+Z");
  await expect.value(form.name(page), "web-front");
  await page.keyboard.press("Control+z");

  // A change by the form moves the caret along with the text around it.
  await caretBehind(page, "app: api");
  await form.name(page).fill("a-longer-name");
  await expect.value(editor, START.replace("name: web", "name: a-longer-name"));
  expect.equal((await textAround(page))[0].slice(-8), "app: api");
  await form.name(page).fill("web");
  await expect.value(editor, START);
}

async function indented(page, { expect }) {
  const editor = output.editor(page);
  await caretBehind(page, "app: web");
  await page.keyboard.press("Enter");
  await page.keyboard.type("tier: front");
  await expect.value(editor, START + "          tier: front\n");
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+Tab");
  await expect.value(editor, START + "        tier: front\n");
  await page.keyboard.press("Tab");
  await expect.value(editor, START + "          tier: front\n");
  await page.keyboard.press("Control+/");
  await expect.value(editor, START + "          # tier: front\n");
  await page.keyboard.press("Control+/");
  await expect.value(editor, START + "          tier: front\n");
  await expect.visible(form.rules(page, "Ingress").getByText("front", { exact: false }).first());
  await set(page, START);
}

async function suggested(page, { expect, axe, screenshot }) {
  const editor = output.editor(page);
  const list = page.getByRole("listbox", { name: "Suggestions" });
  await caretBehind(page, "app: web");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await expect.hidden(list);
  await page.keyboard.type("p");
  await expect.visible(list.getByRole("option", { name: "ports" }));
  const active = () => editor.getAttribute("aria-activedescendant");
  await expect.eventually(async () => expect.equal(await list.locator(`[id="${await active()}"]`).getAttribute("aria-selected"), "true"));
  await axe(page, "suggestions below the caret");
  await screenshot(page, "text-suggestions");
  await page.keyboard.press("Escape");
  await expect.hidden(list);
  expect.equal(await active(), null);
  await page.keyboard.press("Control+Space");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.type("- pro");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+Space");
  await expect.count(list.getByRole("option"), 3);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.type("port: 53");
  await expect.value(editor, `${START}    ports:\n      - protocol: UDP\n        port: 53\n`);
  await expect.value(form.rules(page, "Ingress").getByLabel("Port number or name"), "53");
  await expect.focused(editor);
  await set(page, START);
}

async function found(page, { expect, axe, screenshot }) {
  const region = output.region(page);
  const query = region.getByRole("textbox", { name: "Find in the text" });
  await caretBehind(page, "kind");
  await page.keyboard.press("Control+f");
  await expect.focused(query);
  await page.keyboard.type("APP");
  await expect.visible(region.getByText("1 of 2", { exact: true }));
  await page.keyboard.press("Enter");
  await expect.visible(region.getByText("2 of 2", { exact: true }));
  await page.keyboard.press("Enter");
  await expect.visible(region.getByText("1 of 2", { exact: true }));
  await page.keyboard.press("Shift+Enter");
  await axe(page, "a search in the text");
  await screenshot(page, "text-search");
  await page.keyboard.press("Escape");
  await expect.hidden(query);
  await expect.focused(output.editor(page));
  expect.equal(await textAround(page), [START.slice(0, START.lastIndexOf("app")), "app"]);
}

/** The problem of the caret's line is told below the text; F8 goes from one to the next. */
async function told(page, { expect, axe, screenshot }) {
  const region = output.region(page);
  await set(page, START.replace("name: web", "name: Web").replace("app: web", "app: -web"));
  await caretBehind(page, "kind");
  await page.keyboard.press("F8");
  expect.equal((await textAround(page))[0].slice(-6), "name: ");
  await expect.visible(region.getByText(/^The name Web contains/).first());
  await axe(page, "a problem in the caret's line");
  await screenshot(page, "text-problem");
  await page.keyboard.press("F8");
  expect.equal((await textAround(page))[0].slice(-5), "app: ");
  await page.keyboard.press("Shift+F8");
  expect.equal((await textAround(page))[0].slice(-6), "name: ");
  await set(page, START);
}

/** Tab passes through an editor that nothing was done in, and leaves one after Escape. */
async function left(page, { expect }) {
  const editor = output.editor(page);
  await editor.focus();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  await expect.focused(editor);
  await page.keyboard.press("Home");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  expect.ok(!(await editor.evaluate((area) => area.getRootNode().activeElement === area)), "Escape, then Tab leaves");
  await expect.value(editor, START);
}

/** Of a long text only what is in view is in the page, and what is typed is not lost. */
async function long(page, { expect }) {
  const editor = output.editor(page);
  const notes = Array.from({ length: LONG }, (_, at) => `# note ${at}\n`).join("");
  await set(page, START.replace("spec:", `${notes}spec:`));
  const layer = editor.locator("xpath=preceding-sibling::div");
  await expect.eventually(async () => expect.ok((await layer.locator("> div").count()) > 20));
  expect.ok((await layer.locator("> div").count()) < 200, "only some lines are drawn");
  await editor.focus();
  await page.keyboard.press("Control+End");
  await expect.visible(layer.getByText("app", { exact: true }).last());
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  await page.keyboard.type("-end");
  await page.keyboard.press("Control+Home");
  await expect.visible(layer.getByText("apiVersion"));
  await page.keyboard.press("PageDown");
  await page.keyboard.press("End");
  await page.keyboard.type("-page");
  const value = () => page.locator("netpol-designer").evaluate((designer) => designer.value);
  await expect.eventually(async () => expect.ok((await value()).endsWith("app: web-end\n")));
  await expect.eventually(async () => expect.ok(/^# note \d+-page$/m.test(await value())));
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await expect.value(editor, "");
  await page.keyboard.press("Control+z");
  await expect.eventually(async () => expect.ok((await value()).includes(`# note ${LONG - 1}\n`)));
}

async function phone({ open, expect, axe, screenshot }) {
  const page = await open("", { viewport: { width: 320, height: 640 }, hasTouch: true, colorScheme: "dark" });
  await set(page, START.replace("name: web", "name: Web"));
  await page.getByRole("button", { name: "Result", exact: true }).click();
  await caretBehind(page, "name: Web");
  await expect.visible(output.region(page).getByText(/^The name Web contains/).first());
  await axe(page, "the text on a phone");
  await screenshot(page, "text-phone");
}

async function set(page, yaml) {
  await page.locator("netpol-designer").evaluate((designer, yaml) => (designer.value = yaml), yaml);
  await page.waitForTimeout(50);
}

/** Puts the caret behind the first occurrence of a text, as a click would. */
async function caretBehind(page, text) {
  await output.editor(page).focus();
  await output.editor(page).evaluate((area, text) => {
    const at = area.value.indexOf(text) + text.length;
    area.setSelectionRange(at, at);
    return new Promise((done) => setTimeout(done, 50));
  }, text);
}

/** What is before the selection, and the selection. */
function textAround(page) {
  return output.editor(page).evaluate((area) => [area.value.slice(0, area.selectionStart), area.value.slice(area.selectionStart, area.selectionEnd)]);
}
