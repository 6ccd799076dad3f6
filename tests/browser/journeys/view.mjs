// The element that only shows policies, in a page with a will of its own: readable before it has
// loaded, loaded when it is near the view and once for all, and told to the page around it.

export const name = "policies are shown in any page, by an element that loads when it is near";

const LATE = { late: /\/view\// };
const policy = (name) => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}}\nspec: {podSelector: {}}\n`;

export default async function (tools) {
  await unscripted(tools);
  const page = await shown(tools);
  await changed(page, tools);
  await overtaken(page, tools);
  await many(tools);
  await early(tools);
  await again(tools);
}

/** Without a script the text is what it is. */
async function unscripted({ open, expect }) {
  const page = await open("examples/view.html", { javaScriptEnabled: false });
  await expect.visible(page.getByText("kind: NetworkPolicy").first());
}

async function shown({ open, expect, axe, screenshot }) {
  const page = await open("examples/view.html", LATE);
  const first = page.locator("#content");
  await expect.text(first.locator("[part=name]"), "shop/api");
  await expect.text(first.locator("[part=meaning]"), /^This policy selects pods with app=api that are in namespace shop\./);
  await expect.visible(first.getByRole("img", { name: /^Connections of pods with app=api/ }));
  await expect.text(first.getByRole("row").nth(1), /pods with app=web that are in namespace shop ?TCP 8080/);
  // Its text lost the indentation of the page.
  await expect.text(first.locator("[part=yaml]"), /^apiVersion: networking\.k8s\.io\/v1 kind: NetworkPolicy/);
  const refused = page.locator("#refused");
  await expect.text(refused.locator("[part=verdict]"), "The API server refuses this policy.");
  await expect.text(refused.getByRole("listitem").first(), /^error line 3 The name Api/);
  const schemes = await page.evaluate(() =>
    ["#content", "#refused"].map((id) => getComputedStyle(document.querySelector(id).shadowRoot.querySelector("section")).colorScheme),
  );
  expect.equal(schemes, ["normal", "dark"]);
  // What the page says about paragraphs and sections stays outside, what it says about parts does not.
  const [indent, spacing] = await first.evaluate(({ shadowRoot }) => {
    const styleOf = (part) => getComputedStyle(shadowRoot.querySelector(`[part=${part}]`));
    return [styleOf("sentence").textIndent, styleOf("name").letterSpacing];
  });
  expect.equal([indent, spacing !== "normal"], ["0px", true]);
  await axe(page, "policies shown in a page");
  await screenshot(page, "view", { fullPage: true });
  return page;
}

/** Another text, other parts, a mistake: the page hears of each. */
async function changed(page, { expect }) {
  const first = page.locator("#content");
  await page.evaluate(() => {
    window.heard = [];
    for (const type of ["netpol-change", "netpol-error"]) addEventListener(type, ({ detail }) => window.heard.push([type, detail]));
  });
  const heard = () => page.evaluate(() => window.heard.splice(0));
  await first.evaluate((view, yaml) => (view.value = yaml), policy("Other"));
  await expect.text(first.locator("[part=verdict]"), /refuses/);
  const [[type, { yaml, diagnostics }]] = await heard();
  expect.equal([type, yaml, diagnostics[0].field], ["netpol-change", policy("Other"), "metadata.name"]);
  await first.evaluate((view) => view.setAttribute("view", "sound"));
  await expect.text(first.getByRole("alert"), /`sound` is no part of a policy/);
  // The text of the page is there again.
  await expect.visible(first.getByText("apiVersion: networking.k8s.io/v1").first());
  expect.equal((await heard()).map(([type]) => type), ["netpol-error"]);
  await first.evaluate((view) => {
    view.setAttribute("view", "meaning");
    view.setAttribute("value", "kind: Pod");
  });
  await expect.text(first.locator("[part=empty]"), "There is no NetworkPolicy in this text.");
  await first.evaluate((view) => (view.removeAttribute("value"), view.setAttribute("src", "https://example.invalid/policy.yaml")));
  await expect.text(first.getByRole("alert"), /is not of this site/);
}

/** A mistake that comes late says nothing about what came after it. */
async function overtaken(page, { expect }) {
  const first = page.locator("#content");
  await page.evaluate(() => {
    window.fetch = () => new Promise((_, fail) => setTimeout(() => fail(new Error("too late")), 300));
  });
  await first.evaluate((view) => view.setAttribute("src", "policy.yaml"));
  await first.evaluate((view, yaml) => (view.value = yaml), policy("newer"));
  await expect.text(first.locator("[part=meaning]"), /^This policy selects all pods/);
  await page.waitForTimeout(600);
  await expect.visible(first.locator("[part=meaning]"));
}

/** Twenty in a page: nothing is loaded for those far below, one module for all of them. */
async function many({ open, expect, note }) {
  const page = await open("examples/view.html", { ...LATE, viewport: { width: 1280, height: 300 } });
  await expect.text(page.locator("#content [part=name]"), "shop/api");
  await page.evaluate((yaml) => {
    const far = document.createElement("div");
    far.style.height = "5000px";
    document.body.append(far);
    for (let number = 0; number < 20; number += 1) {
      const view = document.createElement("netpol-view");
      view.className = "one-of-many";
      view.textContent = yaml.replace("many", `many-${number}`);
      document.body.append(view);
    }
  }, policy("many"));
  const drawn = page.locator(".one-of-many section");
  await page.waitForTimeout(300);
  await expect.count(drawn, 0);
  const started = Date.now();
  for (const view of await page.locator(".one-of-many").all()) await view.scrollIntoViewIfNeeded();
  await expect.count(drawn, 20);
  note(`twenty in a page: ${Date.now() - started} ms until all are come to and drawn`);
  const modules = await page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".wasm")).length);
  expect.equal(modules, 1);
  // One that is moved is drawn again and stays one; those that are taken out are heard of no more.
  const heard = await page.evaluate(async (yaml) => {
    const all = [...document.querySelectorAll(".one-of-many")];
    const [moved, ...others] = all;
    const heard = [];
    for (const view of all) view.addEventListener("netpol-change", () => heard.push(all.indexOf(view)));
    document.body.prepend(moved);
    for (const view of others) view.remove();
    for (const view of all) view.textContent = yaml;
    await new Promise((later) => setTimeout(later, 500));
    return heard;
  }, policy("moved"));
  expect.ok(heard.length > 0 && heard.every((number) => number === 0), `heard of ${heard}`);
  await expect.text(drawn.locator("[part=name]"), "default/moved");
}

/** A text that was set before the element was known is shown, and so is the next one. */
async function early({ open, expect }) {
  const page = await open("examples/view.html", { ...LATE, before: setEarly });
  const first = page.locator("#content");
  await expect.text(first.locator("[part=name]"), "default/early");
  await first.evaluate((view, yaml) => (view.value = yaml), policy("later"));
  await expect.text(first.locator("[part=name]"), "default/later");
}

/** Runs in the page: sets the text as soon as the element is there, which is before its script. */
function setEarly() {
  new MutationObserver((_, observer) => {
    const view = document.querySelector("#content");
    if (!view) return;
    observer.disconnect();
    view.value = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: early}\nspec: {podSelector: {}}\n";
  }).observe(document, { childList: true, subtree: true });
}

/** What could not be loaded is loaded when the next one comes. */
async function again({ open, expect }) {
  const page = await open("examples/view.html", { ...LATE, before: failOnce, allowErrors: /netpol/i });
  await expect.text(page.locator("#content").or(page.locator("#refused")).getByRole("alert").first(), /once/);
  await page.locator("#content").evaluate((view, yaml) => (view.value = yaml), policy("again"));
  await expect.text(page.locator("#content [part=name]"), "default/again");
}

/** Runs in the page: the module cannot be loaded the first time. */
function failOnce() {
  const { fetch } = window;
  window.fetch = (...asked) => {
    window.fetch = fetch;
    return Promise.reject(new Error(`not this once: ${asked[0]}`));
  };
}
