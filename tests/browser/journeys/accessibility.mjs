// Every state of the page in every scheme and width: no accessibility rule is violated, nothing is wider
// than its place, and whatever has the keyboard can be seen. `looks` shows that the judge is awake.
import { form, notice, output, reach, workspace } from "../form.mjs";
import { hiddenWhenFocused, tooWide } from "../layout.mjs";

export const name = "every state is accessible, light, dark, with forced colors, from right to left and in each language, from 320 to 1440 pixels";

const WIDTHS = [320, 768, 1440];
const SCHEMES = [
  { name: "light and dark", schemes: ["light", "dark"], options: {} },
  { name: "forced colors", schemes: ["light"], options: { forcedColors: "active" } },
  { name: "right to left", schemes: ["dark"], options: { before: () => addEventListener("DOMContentLoaded", () => (document.documentElement.dir = "rtl")) } },
];

// Words of other languages are longer or shorter; where they fit into the narrowest page, they fit.
const LANGUAGES = ["de", "ja"];

const policy = (name, spec = "podSelector: {matchLabels: {app: web}}") => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${name}, namespace: shop, labels: {tier: front}}
spec:
  ${spec}
`;
const EVERYTHING = policy("everything", `podSelector: {matchExpressions: [{key: app, operator: In, values: [web, api]}, {key: old, operator: DoesNotExist}]}
  ingress:
  - from:
    - podSelector: {matchLabels: {app: api}}
    - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: gateway}}
      podSelector: {}
    - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}
    ports: [{port: 80}, {port: http, protocol: TCP}, {protocol: UDP, port: 5000, endPort: 6000}]
  - {}
  egress:
  - to: [{namespaceSelector: {}}]`);
const WRONG = policy("Wrong_Name", `podSelector: {matchLabels: {app: -web-}}
  ingress: [{from: [{ipBlock: {cidr: 10.0.0.300/8}}], ports: [{port: 70000}]}]`);
const SURPRISING = policy("surprising", `podSelector: {}
  policyTypes: [Ingress]
  egress: [{to: [{podSelector: {}}]}]`);
const PODS = `kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, ports: [{name: http, containerPort: 80}]}]}}}
---
kind: Deployment
metadata: {name: api, namespace: shop}
spec: {template: {metadata: {labels: {app: api}}}}
`;

/** Each state by what it shows: the region that a narrow page has to show for it, and the way there. */
const STATES = [
  ["nothing yet", "Form", "", () => {}],
  ["a blank policy", "Form", "", (page) => form.region(page).getByRole("button", { name: "New policy" }).click()],
  ["the form of every kind of rule", "Form", EVERYTHING, () => {}],
  ["a form with mistakes", "Form", WRONG, () => {}],
  ["a form with surprises", "Form", SURPRISING, () => {}],
  ["a text that cannot be read any more", "Form", EVERYTHING, (page) => breakText(page)],
  ["a manifest without a form", "Form", PODS, () => {}],
  ["the list of files", "Policies", [EVERYTHING, PODS, WRONG].join("---\n"), () => {}],
  ["the text", "Result", EVERYTHING, (page) => output.tab(page, "YAML").click()],
  ["a search in the text", "Result", EVERYTHING, async (page) => {
    await output.tab(page, "YAML").click();
    await output.editor(page).focus();
    await page.keyboard.press("Control+f");
    await page.keyboard.type("app");
  }],
  ["mistakes in the text", "Result", WRONG, (page) => output.tab(page, "YAML").click()],
  ["the meaning, with its table", "Result", EVERYTHING, async (page) => {
    await output.tab(page, "What it does").click();
    await page.getByText("As a table").click();
  }],
  ["the problems", "Result", WRONG, (page) => output.tab(page, "Problems").click()],
  ["no problems", "Result", EVERYTHING, (page) => output.tab(page, "Problems").click()],
  ["connections without pods", "Result", EVERYTHING, (page) => reach.open(page)],
  ["connections, one of them asked about", "Result", [EVERYTHING, PODS].join("---\n"), async (page) => {
    await reach.open(page);
    await reach.from(page).fill("shop/api");
    await reach.to(page).fill("shop/web");
    await reach.port(page).fill("80");
    await reach.answer(page).getByText(/allowed/i).first().waitFor();
  }],
  ["no changes", "Result", EVERYTHING, (page) => output.tab(page, "Changes").click()],
  ["something that is said", "Form", EVERYTHING, (page) => removeRule(page)],
  ["only shown", "Result", EVERYTHING, (page) => page.locator("netpol-designer").evaluate((designer) => designer.setAttribute("readonly", ""))],
  // They stay in place of the form, whatever is set.
  ["the catalogue", "Form", EVERYTHING, (page) => openCatalogue(page)],
  ["a preset", "Form", EVERYTHING, async (page) => {
    await openCatalogue(page);
    await form.region(page).getByRole("listitem").getByRole("button").first().click();
  }],
];

export default async function (tools) {
  for (const scheme of SCHEMES) {
    for (const width of WIDTHS) await allStates(width, scheme, tools);
  }
  const words = { name: "in German and Japanese", schemes: ["light"], options: { late: /words-/ } };
  await allStates(WIDTHS[0], words, tools, LANGUAGES);
  await seenByKeyboard(tools);
  await lookerIsAwake(tools);
  await textFromItsStart(tools);
  await withoutMotion(tools);
  await picturesAreTables(tools);
  tools.note(`${STATES.length} states x ${WIDTHS.join(", ")} pixels x light, dark and forced colors, and from right to left: no violation`);
  tools.note(`the same in ${LANGUAGES.join(" and ")} at ${WIDTHS[0]} pixels: no violation, and no word too long`);
}

async function allStates(width, scheme, { open, expect, axe }, languages = ["en"]) {
  const page = await open("", { viewport: { width, height: 900 }, ...scheme.options });
  for (const [name, region, yaml, prepare] of STATES) {
    await page.locator("netpol-designer").evaluate((designer, yaml) => {
      designer.removeAttribute("readonly");
      designer.value = yaml;
    }, yaml);
    await goTo(page, region);
    await prepare(page);
    for (const language of languages) {
      await speak(page, language);
      const state = `${name}, ${width} pixels, ${scheme.name}, ${language}`;
      expect.equal(await tooWide(page), [], state);
      await axe(page, state, scheme.schemes);
    }
    await speak(page, "en");
  }
}

/** Has the designer speak a language, after the way to a state was found in English. */
async function speak(page, language) {
  await page.locator("netpol-designer").evaluate((designer, language) => (designer.lang = language), language);
  await page.locator(`netpol-designer .outer[lang=${language}]`).waitFor();
}

/** Shows a region where there is room for one. */
async function goTo(page, region) {
  const button = page.getByLabel("Parts of the page").getByRole("button", { name: region });
  if (await button.isVisible()) await button.click();
}

async function breakText(page) {
  await goTo(page, "Result");
  await output.tab(page, "YAML").click();
  await output.editor(page).focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("a: [");
  await goTo(page, "Form");
  await form.region(page).locator("[inert]").waitFor({ state: "attached" });
}

async function openCatalogue(page) {
  await goTo(page, "Policies");
  await workspace.button(page, "Catalogue").click();
}

async function removeRule(page) {
  await form.rules(page, "Ingress").first().getByRole("button", { name: "Remove rule" }).click();
  await notice(page).getByRole("button", { name: "Undo" }).waitFor();
}

/** Also at four times the size, which leaves 320 by 225 pixels of 1280 by 900, and below what is said. */
async function seenByKeyboard({ open, expect }) {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 360, height: 640 }, { width: 320, height: 225 }]) {
    const page = await open("", { viewport });
    await page.locator("netpol-designer").evaluate((designer, yaml) => (designer.value = yaml), EVERYTHING);
    await form.name(page).waitFor();
    if (viewport.height > 300) await removeRule(page);
    const { focused, hidden } = await hiddenWhenFocused(page);
    expect.equal(hidden, [], `${viewport.width} x ${viewport.height}`);
    expect.ok(focused > 30, `${focused} controls get the keyboard`);
  }
}

/** What lies over the form must be found. */
async function lookerIsAwake({ open, expect }) {
  const page = await open();
  await page.locator("netpol-designer").evaluate((designer, yaml) => (designer.value = yaml), EVERYTHING);
  await form.name(page).waitFor();
  await page.evaluate(() => {
    const over = document.createElement("div");
    over.style.cssText = "position: absolute; inset: 0; z-index: 9";
    document.querySelector("netpol-designer").shadowRoot.querySelector(".form-region").append(over);
  });
  expect.ok((await hiddenWhenFocused(page, 40)).hidden.length > 5, "what is covered is found");
}

/** YAML is read from left to right, whatever the page is, and from its first letter. */
async function textFromItsStart({ open, expect }) {
  const page = await open("", { viewport: { width: 1000, height: 700 } });
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  await page.locator("netpol-designer").evaluate((designer, yaml) => (designer.value = yaml), EVERYTHING);
  await form.name(page).waitFor();
  const [left, start] = await page.locator(".scroller").evaluate((scroller) => [scroller.scrollLeft, scroller.querySelector(".layer").getBoundingClientRect().left - scroller.getBoundingClientRect().left]);
  expect.ok(left === 0 && start > 0, `scrolled by ${left}, the text starts at ${start}`);
}

async function withoutMotion({ open, expect }) {
  for (const [reducedMotion, most] of [["no-preference", 1], ["reduce", 0]]) {
    const page = await open("", { reducedMotion });
    await page.locator("netpol-designer").evaluate((designer, yaml) => (designer.value = yaml), EVERYTHING);
    await page.evaluate(() => {
      window.moved = 0;
      document.querySelector("netpol-designer").shadowRoot.addEventListener("animationstart", () => (window.moved += 1));
    });
    await removeRule(page);
    await expect.eventually(async () => expect.equal(await page.evaluate(() => window.moved), most));
  }
}

/** A picture has an edge for each row of the table below it, and no other. */
async function picturesAreTables({ open, expect }) {
  const page = await open("", { viewport: { width: 1440, height: 900 } });
  await page.locator("netpol-designer").evaluate((designer, yaml) => (designer.value = yaml), [EVERYTHING, PODS].join("---\n"));
  await output.tab(page, "What it does").click();
  await page.getByText("As a table").click();
  const drawn = page.locator(".picture svg path");
  const rows = page.locator(".picture tr").filter({ has: page.locator("td") });
  expect.ok((await rows.count()) >= 4, `${await rows.count()} rows`);
  expect.equal(await drawn.count(), await rows.count());
}
