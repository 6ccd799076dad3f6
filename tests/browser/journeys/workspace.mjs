// The workspace over its whole life: first visit, policies from nowhere and from the catalogue,
// what is done to a policy as a whole, and what is still there the next time.
import { addCondition, downloadOf, exportOf, form, notice, output, workspace } from "../form.mjs";

export const name = "policies are made, kept, renamed, deleted, brought back, and taken away together";

export default async function (tools) {
  await firstVisit(tools);
  await wholeLife(tools);
  await storageRefused(tools);
}

async function firstVisit({ open, expect, axe, screenshot }) {
  const page = await open();
  await expect.visible(page.getByRole("heading", { name: "Design a NetworkPolicy" }));
  await expect.visible(page.getByText("No policy yet."));
  await expect.visible(page.getByText("What follows from the form is shown here."));
  await expect.count(page.getByRole("button", { name: /^Download/ }), 0);
  await axe(page, "first visit");
  await screenshot(page, "first-visit");
  await form.region(page).getByRole("button", { name: "Namespace isolation" }).click();
  await expect.visible(page.getByRole("heading", { name: "Namespace isolation" }));
}

async function wholeLife({ open, reload, expect, axe, screenshot }) {
  const page = await open();
  await form.region(page).getByRole("button", { name: "New policy" }).click();
  await form.name(page).fill("web");
  await form.namespace(page).fill("shop");
  await addCondition(form.selectedPods(page), "app", "web");

  await fromCatalogue(page, expect, axe, screenshot);
  await expect.focused(form.name(page));
  await expect.value(form.name(page), "gateway-from-web");
  await expect.count(policies(page), 2);

  await workspace.button(page, "Duplicate").click();
  await expect.count(policies(page), 3);
  await expect.focused(form.name(page));
  const copy = await form.name(page).inputValue();
  expect.ok(copy !== "gateway-from-web", "two policies of one name in one namespace");
  await workspace.button(page, "Rename").click();
  await expect.focused(form.name(page));
  await form.name(page).fill("gateway-from-mobile");
  await form.namespace(page).fill("mobile");
  await expect.visible(workspace.policies(page).getByRole("heading", { name: /^mobile/ }));
  await expect.visible(workspace.policy(page, "gateway-from-mobile"));

  await workspace.policy(page, "web").click();
  await expect.value(form.name(page), "web");
  await workspace.button(page, "Delete").click();
  await expect.count(policies(page), 2);
  await expect.text(notice(page), /^Done: delete/);
  await axe(page, "a policy was deleted");
  await screenshot(page, "deleted");
  await notice(page).getByRole("button", { name: "Undo" }).click();
  await expect.count(policies(page), 3);
  await workspace.policy(page, "web").click();
  await expect.value(form.name(page), "web");

  await halfARule(page, expect);
  const before = await page.locator("netpol-designer").evaluate((designer) => designer.value);
  await reload(page);
  await expect.count(policies(page), 3);
  await workspace.policy(page, "web").click();
  await expect.value(form.rules(page, "Ingress").getByLabel("Port number or name"), "8443");
  await expect.visible(form.rules(page, "Ingress").getByText("No source yet", { exact: false }));
  await axe(page, "after a reload");

  const all = await exportOf(page, "One file with everything");
  expect.equal(all.name, "networkpolicies.yaml");
  expect.equal(all.text, before);
  expect.equal(all.text.match(/^ {2}name: .*$/gm), ["  name: web", "  name: gateway-from-web", "  name: gateway-from-mobile"]);
  expect.equal(all.text.match(/^---$/gm).length, 2);
  const one = await downloadOf(page, () => page.getByRole("button", { name: "Download", exact: true }).click());
  expect.equal(one, { name: "web.yaml", text: await output.yaml(page) });
}

/** From the list to the new policy, with an answer that cannot be right on the way. */
async function fromCatalogue(page, expect, axe, screenshot) {
  await workspace.button(page, "Catalogue").click();
  await axe(page, "the catalogue");
  await screenshot(page, "catalogue");
  const search = page.getByLabel("Search the catalogue");
  await search.fill("no such thing");
  await expect.visible(page.getByText("Nothing in the catalogue has these words."));
  await search.fill("application call");
  await expect.visible(page.getByRole("button", { name: /^Only this application may call/ }));
  await page.getByRole("button", { name: /^Only this application may call/ }).click();

  const preview = page.getByLabel("What will be added").first();
  await expect.value(page.getByLabel("Namespace"), "shop");
  await expect.text(preview, /name: api-from-web/);
  const callers = page.getByLabel("Callers");
  await callers.fill("");
  await expect.visible(page.getByText("A label is missing."));
  await expect.hidden(preview);
  await axe(page, "a preset with an answer that is missing");
  await screenshot(page, "preset-error");
  await callers.fill("app=web");
  await page.getByLabel("Selected pods").fill("app=gateway");
  await expect.text(preview, /name: gateway-from-web/);
  await axe(page, "a preset");
  await screenshot(page, "preset");
  await preview.getByRole("button", { name: "Add 1 policy" }).click();
}

/** A rule that cannot be written yet, because it has no source; it must be kept all the same. */
async function halfARule(page, expect) {
  await form.addRule(page, "Ingress").click();
  const rule = form.rules(page, "Ingress");
  await rule.getByRole("radiogroup", { name: "Ports" }).getByText("Only these").click();
  await rule.getByLabel("Port number or name").fill("8443");
  expect.ok(!(await output.yaml(page)).includes("8443"), "a rule without a source is not written");
}

/** A browser that keeps nothing: that is said, and everything else works. */
async function storageRefused({ open, reload, expect, axe, screenshot }) {
  const page = await open("", {
    before: () => {
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("The operation is insecure.", "SecurityError");
        },
      });
    },
  });
  await form.region(page).getByRole("button", { name: "New policy" }).click();
  await form.name(page).fill("kept-in-the-page");
  await expect.visible(page.getByText("not saved: this browser keeps nothing for this page"));
  await axe(page, "storage refused");
  await screenshot(page, "storage-refused");
  const file = await downloadOf(page, () => page.getByRole("button", { name: "Download YAML" }).click());
  expect.ok(file.text.includes("name: kept-in-the-page"));

  const full = await open("", {
    before: () => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    },
  });
  await form.region(full).getByRole("button", { name: "New policy" }).click();
  await expect.visible(full.getByText("not saved: the storage of this page is full"));
  await form.name(full).fill("still-here");
  const left = new Promise((told) => full.once("dialog", (dialog) => told(dialog.type()) ?? dialog.dismiss()));
  await full.evaluate(() => void setTimeout(() => location.reload()));
  expect.equal(await left, "beforeunload");
  await expect.value(form.name(full), "still-here");
}

function policies(page) {
  return workspace.policies(page).getByRole("listitem");
}
