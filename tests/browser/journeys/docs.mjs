// Pages of documentation: what generators make of fenced blocks is shown as policies, when it is near,
// stays readable until then, and is opened in the designer where that is asked for.
import { form } from "../form.mjs";

export const name = "blocks of documentation are shown as policies, whoever made the page";

const PAGE = "examples/docs.html";
const LATE = { late: /\/(view\/netpol|netpol[-_])/ };
const MADE_BY = ["hugo", "mkdocs", "sphinx", "numbered", "docusaurus", "starlight"];

export default async function (tools) {
  await unscripted(tools);
  const page = await shown(tools);
  await added(page, tools);
  await edited(page, tools);
  await failed(tools);
  await far(tools);
}

async function unscripted({ open, expect }) {
  const page = await open(PAGE, { javaScriptEnabled: false });
  await expect.count(page.locator("pre:visible"), MADE_BY.length + 1);
}

async function shown({ open, expect, axe, screenshot }) {
  const page = await open(PAGE, LATE);
  for (const name of MADE_BY) {
    const view = page.locator("netpol-view").nth(MADE_BY.indexOf(name));
    await view.scrollIntoViewIfNeeded();
    await expect.text(view.locator("[part=name]"), `shop/${name}`);
  }
  // What is shown as a policy is not shown as text once more; everything else is.
  await expect.count(page.locator("pre:visible"), 1);
  await expect.visible(page.locator("#other"));
  await expect.count(page.getByRole("button", { name: "Copy" }), 0);
  await axe(page, "blocks of documentation");
  await screenshot(page, "docs", { fullPage: true });
  return page;
}

/** A page that changes without loading has its new blocks shown too. */
async function added(page, { expect }) {
  await page.evaluate(() => {
    const block = document.createElement("pre");
    block.innerHTML = `<code class="language-netpol">apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: later}\nspec: {podSelector: {}}\n</code>`;
    document.querySelector("main").prepend(block);
    scrollTo(0, 0);
  });
  await expect.text(page.locator("netpol-view").first().locator("[part=name]"), "default/later");
  await expect.count(page.locator("netpol-view"), MADE_BY.length + 1);
}

async function edited(page, { expect, axe }) {
  await page.locator(".netpol-edit").first().click();
  const designer = page.locator("netpol-designer");
  await expect.value(form.name(designer), "later");
  // The keyboard goes with it.
  await page.waitForFunction(() => document.activeElement?.matches("netpol-designer") && document.activeElement.shadowRoot.activeElement?.matches("input"));
  await form.name(designer).fill("edited-in-a-page");
  await expect.count(page.locator(".netpol-edit"), MADE_BY.length);
  await axe(page, "a block being edited");
}

/** What cannot be loaded leaves the text where it is. */
async function failed({ open, expect }) {
  const page = await open(PAGE, { ...LATE, before: failToFetch, allowErrors: /netpol/i });
  await expect.text(page.locator("netpol-view").first().getByRole("alert"), /no network/);
  await expect.visible(page.locator("pre").first());
}

/** Runs in the page: nothing can be fetched. */
function failToFetch() {
  window.fetch = () => Promise.reject(new Error("no network"));
}

/** Where no block is near, nothing but two scripts is loaded. */
async function far({ open, expect }) {
  const site = new URL(PAGE, (await open()).url()).href;
  const page = await open("about:blank", { late: /./ });
  await page.route(site, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace("<main>", '<main><p style="height: 5000px">').replace("</p>", "") });
  });
  await page.goto(site);
  await page.locator("netpol-view").first().waitFor({ state: "attached" });
  await page.waitForTimeout(500);
  const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name.replace(/^.*\/|-[0-9a-f]+(?=\.)/g, "")).sort());
  expect.equal(await loaded(), ["netpol-docs.js?view=meaning%20graph&edit", "netpol-view.js"]);
  await page.locator("netpol-view").first().scrollIntoViewIfNeeded();
  await expect.text(page.locator("netpol-view").first().locator("[part=name]"), "shop/hugo");
}
