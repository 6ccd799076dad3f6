// Without a network, and after a crash: what was written stays with its author.
//
// That no page asks for anything once it has loaded is watched in every journey; here the network
// is cut, so that a request could not even be answered.
import { addCondition, downloadOf, form, output, workspace } from "../form.mjs";

export const name = "the page works and starts without a network, and gives the text away after a crash";

export default async function (tools) {
  await cutOff(tools);
  await installed(tools);
  await crash(tools);
}

async function cutOff({ open, expect }) {
  const page = await open();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.context().setOffline(true);
  await workspace.button(page, "Catalogue").click();
  await page.getByLabel("Search the catalogue").fill("deny dns");
  await page.getByRole("button", { name: /^Default deny both ways, with DNS/ }).click();
  await page.getByRole("button", { name: /^Add \d/ }).click();
  await expect.value(output.editor(page), /^kind: NetworkPolicy$/m);
  for (const tab of ["What it does", "Problems", "YAML"]) await output.tab(page, tab).click();
  await workspace.button(page, "Duplicate").click();
  await page.getByRole("button", { name: /^Undo/ }).click();
  const file = await downloadOf(page, () => page.getByRole("button", { name: "Download YAML" }).click());
  expect.ok(file.text.includes("kind: NetworkPolicy"));
  expect.equal(requests.filter((url) => url.startsWith("http")), []);
}

/** Once it was there, the page starts without a network too, from what the browser has kept of it. */
async function installed({ open, reload, expect }) {
  const page = await open("", { serviceWorkers: "allow" });
  await page.evaluate(() => navigator.serviceWorker.ready);
  const address = await page.locator("link[rel=manifest]").evaluate((link) => link.href);
  const manifest = await (await page.request.get(address)).json();
  expect.equal([manifest.start_url, manifest.display], ["./", "standalone"]);
  await page.context().setOffline(true);
  const answers = [];
  page.on("response", (response) => response.url().startsWith("http") && answers.push([response.url(), response.fromServiceWorker()]));
  await reload(page);
  await workspace.button(page, "New policy").click();
  await form.name(page).fill("on-the-train");
  await expect.value(output.editor(page), /name: on-the-train/);
  expect.ok(answers.length >= 5, `${answers.length} answers`);
  expect.equal(answers.filter(([, isKept]) => !isKept), []);
}

async function crash({ open, reload, expect, axe, screenshot }) {
  const page = await open("", { allowErrors: /crashed on purpose|unreachable/ });
  await workspace.button(page, "New policy").click();
  await form.name(page).fill("survivor");
  await form.namespace(page).fill("shop");
  await addCondition(form.selectedPods(page), "app", "web");
  const written = await output.yaml(page);
  await page.evaluate(crashNow);
  await textIsOffered(page, written, expect);
  await expect.visible(page.getByText("crashed on purpose", { exact: false }));
  await axe(page, "after a crash");
  await screenshot(page, "crashed");

  // It is still there after a reload, and offered again if the page crashes before any change.
  await reload(page);
  await expect.value(form.name(page), "survivor");
  await page.evaluate(crashNow);
  await textIsOffered(page, written, expect);
}

async function textIsOffered(page, text, expect) {
  await expect.visible(page.getByRole("heading", { name: "The designer has stopped" }));
  await expect.value(page.getByLabel("Your policies"), text);
  const file = await downloadOf(page, () => page.getByRole("link", { name: "Download YAML" }).click());
  expect.equal(file, { name: "networkpolicies.yaml", text });
}

/** Runs in the page: reaches for the module that is loaded already, and makes it panic. */
async function crashNow() {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const { crashForTests } = await import(loaded.find((url) => /\/netpol_web(-\w+)?\.js$/.test(url)));
  try {
    crashForTests();
  } catch {
    // The panic ends as a trap, which is how it is meant to end.
  }
}
