// The keyboard alone: nothing here moves or presses a mouse. Where the keyboard is matters as much
// as what it does, so the focus is looked at after everything that adds, removes or undoes.
import { readFile } from "node:fs/promises";
import { downloadOf, form, output, workspace } from "../form.mjs";
import { Keys } from "../keys.mjs";

export const name = "a policy is made, corrected and downloaded by keyboard";

const GOLDEN = new URL("../golden/portal.yaml", import.meta.url);
export default async function ({ open, expect, axe, note }) {
  const page = await open();
  const keys = new Keys(page);
  const rule = form.rules(page, "Ingress");
  const group = (name) => rule.getByRole("group", { name, exact: true });
  const add = (place, name) => place.getByRole("button", { name, exact: true });

  await keys.tabTo(add(form.region(page), "New policy"));
  await keys.press("Enter");
  await expect.focused(form.name(page));
  await keys.replace("api-from-web");
  await keys.tabTo(form.namespace(page));
  await keys.type("shop");

  await condition(form.selectedPods(page), "app", "api");
  await keys.tabTo(form.addRule(page, "Ingress"));
  await keys.press("Enter");
  await expect.focusWithin(rule);

  await keys.tabTo(add(rule, "Other namespaces"));
  await keys.press("Space");
  await expect.focused(rule.getByLabel("Kind of source"));
  await condition(group("Namespaces"), "env", "prod");
  await condition(group("Pods"), "app", "web");

  await keys.tabTo(add(rule, "IP block"));
  await keys.press("Enter");
  await expect.focused(rule.getByLabel("Kind of source").last());
  await keys.tabTo(rule.getByLabel("Address range (CIDR)"));
  await keys.type("10.0.0.0/8");
  await keys.tabTo(add(rule, "Excluded range"));
  await keys.press("Enter");
  await expect.focused(rule.getByLabel("Except"));
  await keys.type("10.9.0.0/16");

  await keys.tabTo(rule.getByRole("radiogroup", { name: "Ports" }).getByRole("radio", { checked: true }));
  await keys.press("ArrowRight");
  await keys.tabTo(rule.getByLabel("Port number or name"));
  await keys.type("8080");
  await keys.tabTo(rule.getByLabel("Last port of a range"));
  await keys.type("8090");

  await keys.tabTo(form.direction(page, "Egress").getByRole("radio", { checked: true }));
  await keys.press("ArrowRight");
  const golden = await readFile(GOLDEN, "utf8");
  await expect.eventually(async () => expect.equal(await output.yaml(page), golden));
  note(`${keys.count} keys for the whole policy, ${keys.typed} of them its text`);

  await removeAndBringBack();
  await moveRules();
  await catalogue();
  await tabs();

  const file = await downloadOf(page, async () => {
    await keys.tabTo(page.getByRole("button", { name: "Download YAML" }), "Shift+Tab");
    await keys.press("Enter");
  });
  expect.equal(file.text, golden);

  async function condition(selector, key, value) {
    await keys.tabTo(add(selector, "Condition"));
    await keys.press("Enter");
    await expect.focused(selector.getByLabel("Label key"));
    await keys.type(key);
    await keys.tabTo(selector.getByLabel("Label value"));
    await keys.type(value);
  }

  async function removeAndBringBack() {
    await keys.tabTo(add(rule, "Remove port"), "Shift+Tab");
    await keys.press("Enter");
    await expect.focused(add(rule, "Port"));
    await expect.visible(rule.getByText("No port yet", { exact: false }));
    expect.ok(!(await output.yaml(page)).includes("10.0.0.0/8"), "a rule without ports is not written");
    await expect.visible(page.getByText("Done: remove port."));
    await axe(page, "a rule whose last port was removed");
    await keys.press("Control+z");
    await expect.eventually(async () => expect.equal(await output.yaml(page), golden));
    await expect.visible(page.getByText("Undone: remove port."));
    await focusIsKept();
    await keys.press("Control+Shift+Z");
    await expect.visible(page.getByText("Done again: remove port."));
    await focusIsKept();
    await keys.press("Control+z");

    await keys.tabTo(add(rule, "Remove rule"), "Shift+Tab");
    await keys.press("Enter");
    await expect.focused(form.addRule(page, "Ingress"));
    await expect.count(rule, 0);
    await keys.press("Control+z");
    await expect.count(rule, 1);
    await focusIsKept();
    await expect.eventually(async () => expect.equal(await output.yaml(page), golden));

    // What was typed goes in one step, also from inside the field.
    await keys.tabTo(form.namespace(page), "Shift+Tab");
    await keys.press("End");
    await keys.type("-two");
    await keys.press("Control+z");
    await expect.value(form.namespace(page), "shop");
    await expect.focused(form.namespace(page));
    await keys.press("Control+Shift+Z");
    await expect.value(form.namespace(page), "shop-two");
    await keys.press("Control+z");
  }

  async function moveRules() {
    await keys.tabTo(form.addRule(page, "Ingress"));
    await keys.press("Enter");
    await expect.count(rule, 2);
    const up = add(rule.nth(1), "Move rule up");
    await keys.tabTo(up, "Shift+Tab");
    await keys.press("Enter");
    await expect.visible(rule.nth(0).getByText("Allows nothing yet", { exact: false }));
    await expect.focused(add(rule.nth(0), "Move rule up"));
    await keys.press("Control+z");
    await keys.press("Control+z");
    await expect.count(rule, 1);
    await focusIsKept();
  }

  async function catalogue() {
    await keys.tabTo(workspace.button(page, "Catalogue"), "Shift+Tab");
    await keys.press("Enter");
    await keys.tabTo(page.getByLabel("Search the catalogue"));
    await keys.type("quarantine");
    await keys.tabTo(page.getByRole("button", { name: /^Quarantine/ }));
    await keys.press("Enter");
    await expect.visible(page.getByRole("heading", { name: /^Quarantine/ }));
    await expect.focusWithin(form.region(page));
    await keys.tabTo(page.getByRole("button", { name: "Back to the catalogue" }), "Shift+Tab");
    await keys.press("Enter");
    await expect.focusWithin(form.region(page));
    await keys.tabTo(page.getByRole("button", { name: "Close", exact: true }), "Shift+Tab");
    await keys.press("Enter");
    await expect.value(form.name(page), "api-from-web");
    await focusIsKept();
  }

  async function tabs() {
    await keys.tabTo(output.tab(page, "YAML"));
    for (const [key, name] of [
      ["ArrowRight", "What it does"],
      ["ArrowRight", "Problems"],
      ["ArrowRight", "Reach"],
      ["ArrowRight", "Changes"],
      ["ArrowRight", "YAML"],
      ["ArrowLeft", "Changes"],
      ["Home", "YAML"],
      ["End", "Changes"],
      ["Home", "YAML"],
    ]) {
      await keys.press(key);
      await expect.focused(output.tab(page, name));
      await expect.visible(page.getByRole("tabpanel", { name }));
    }
  }

  /** The keyboard is somewhere in the designer, not lost to the page's start. */
  function focusIsKept() {
    return expect.eventually(async () =>
      expect.ok(await page.evaluate(() => document.querySelector("netpol-designer").shadowRoot.activeElement), "the focus is lost"),
    );
  }
}
