// Two designers in a page of someone else's styling: neither of the three touches another.
import { form, output, workspace } from "../form.mjs";

export const name = "two designers live in one page without touching each other or the page";

const OTHER = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: set-by-the-page
spec:
  podSelector: {}
  policyTypes:
  - Ingress
`;

/** The looks that a page could bend: of text, of a button, of a field, of a list. */
const LOOKS = ["color", "fontSize", "fontFamily", "fontStyle", "letterSpacing", "textTransform", "textAlign", "backgroundColor", "borderTopWidth", "borderTopStyle", "height", "margin", "float", "display", "listStyleType"];

export default async function ({ open, expect, axe, screenshot }) {
  const page = await open("examples/embed.html", { viewport: { width: 1440, height: 1000 } });
  const first = page.locator("#first");
  const second = page.locator("#second");
  expect.equal(await fetched(page, ".wasm"), 1);
  expect.equal(await fetched(page, ".css"), 1);

  await expect.value(form.name(first), "web-from-gateway");
  await expect.visible(second.getByRole("heading", { name: "Design a NetworkPolicy" }));
  await looksAreKept(page, open, expect);
  await axe(page, "two designers in a page");
  await screenshot(page, "embed", { fullPage: true });

  await heardByThePage(page, first, second, expect);
  await workTheirOwnWays(page, first, second, expect);
  await moved(page, first, second, expect);
  await screenshot(page, "embed-moved", { fullPage: true });
}

async function heardByThePage(page, first, second, expect) {
  await page.evaluate(() => {
    window.heard = [];
    document.addEventListener("netpol-change", ({ target, detail }) => window.heard.push({ from: target.id, ...detail }));
  });
  const heard = async () => (await page.evaluate(() => window.heard)).at(-1);
  await form.rules(first, "Ingress").getByLabel("Port number or name").fill("70000");
  await expect.eventually(async () => {
    const { from, yaml, diagnostics } = await heard();
    expect.equal(from, "first");
    expect.ok(yaml.endsWith("      port: 70000\n"), yaml);
    expect.equal(diagnostics, [
      {
        document: 0,
        severity: "error",
        code: "NP006",
        path: "spec.ingress[0].ports[0].port",
        message: "port `70000` is larger than 65535",
        help: "write a number from 1 to 65535",
      },
    ]);
  });
  await expect.text(page.locator("#length"), /^\d+ characters and 1 problems$/);
  expect.equal((await heard()).yaml, await first.evaluate((designer) => designer.value));
  await expect.count(workspace.policies(second).getByRole("listitem"), 0);

  await form.region(second).getByRole("button", { name: "New policy" }).click();
  await form.name(second).fill("of-the-second");
  await expect.eventually(async () => expect.equal((await heard()).from, "second"));
  await expect.value(form.name(first), "web-from-gateway");
}

/** Focus, undo and `value` each concern the one that is asked. */
async function workTheirOwnWays(page, first, second, expect) {
  await form.name(second).press("Control+z");
  await expect.value(form.name(second), "new-policy");
  await expect.value(form.rules(first, "Ingress").getByLabel("Port number or name"), "70000");
  await first.evaluate((designer, yaml) => (designer.value = yaml), OTHER);
  await expect.value(form.name(first), "set-by-the-page");
  await expect.eventually(async () => expect.equal(await output.yaml(first), OTHER));
  expect.equal(await first.evaluate((designer) => designer.value), OTHER);
  await first.evaluate((designer, yaml) => designer.setAttribute("value", yaml), OTHER.replace("set-by", "attribute-of"));
  await expect.value(form.name(first), "attribute-of-the-page");
  await expect.value(form.name(second), "new-policy");
}

/** An element that is moved keeps what it holds, and works on. */
async function moved(page, first, second, expect) {
  await form.name(first).fill("moved");
  await page.getByRole("button", { name: "Move the first below the second" }).click();
  const order = await page.evaluate(() => [...document.querySelectorAll("netpol-designer")].map(({ id }) => id));
  expect.equal(order, ["second", "first"]);
  await expect.value(form.name(first), "moved");
  await form.name(first).fill("moved-and-changed");
  await expect.value(output.editor(first), /^ {2}name: moved-and-changed$/m);
  await form.name(first).press("Control+z");

  // What was typed last is kept, even if nobody has been told of it yet.
  const [typed, others] = await form.name(first).evaluate(async (name) => {
    const designer = name.getRootNode().host;
    const parent = designer.parentElement;
    name.value = "typed-last";
    name.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    designer.remove();
    await new Promise((later) => setTimeout(later, 50));
    // Another one is made of what this one has left.
    const other = document.createElement("netpol-designer");
    parent.append(other);
    await other.ready;
    const others = [other.value, other.shadowRoot.textContent.includes("typed-last")];
    other.remove();
    parent.append(designer);
    await designer.ready;
    return [designer.value, others];
  });
  expect.ok(typed.includes("name: typed-last"), typed);
  expect.equal(others, ["", false]);
  await expect.value(form.name(first), "typed-last");

  // Taken out and put back later, it starts again with what it held.
  const held = await first.evaluate(async (designer) => {
    const parent = designer.parentElement;
    designer.remove();
    await new Promise((later) => setTimeout(later, 50));
    parent.append(designer);
    await designer.ready;
    return designer.value;
  });
  await expect.eventually(async () => expect.equal(await output.yaml(first), held));
}

/** The designers look as they do on their own page, and the page as it does without them. */
async function looksAreKept(page, open, expect) {
  const own = await open("");
  await own.locator("netpol-designer").evaluate((designer, yaml) => (designer.value = yaml), await page.locator("#first").evaluate((designer) => designer.value));
  await expect.value(form.name(own), "web-from-gateway");
  // Of a height of its own, and so without what depends on the page's.
  for (const find of [
    (place) => place.getByRole("heading", { level: 1, name: "Netpol Designer" }),
    (place) => form.name(place),
    (place) => form.addRule(place, "Egress"),
    (place) => form.rules(place, "Ingress"),
    (place) => form.direction(place, "Ingress"),
    (place) => place.getByRole("list", { name: "Ingress rules" }),
    (place) => place.getByText("Applies to"),
  ]) {
    expect.equal(await looks(find(page.locator("#first"))), await looks(find(own)), String(find));
  }

  const before = await looks(page.locator("#move"));
  await page.evaluate(() => document.querySelectorAll("netpol-designer").forEach((designer) => (designer.hidden = true)));
  expect.equal(await looks(page.locator("#move")), before);
  await page.evaluate(() => document.querySelectorAll("netpol-designer").forEach((designer) => (designer.hidden = false)));
  expect.equal(await page.evaluate(() => document.adoptedStyleSheets.length + document.head.querySelectorAll("link[rel=stylesheet]").length), 0);
}

function looks(locator) {
  return locator.evaluate((node, names) => {
    const style = getComputedStyle(node);
    return Object.fromEntries(names.map((name) => [name, name === "height" && node.localName !== "input" && node.localName !== "button" ? "" : style[name]]));
  }, LOOKS);
}

function fetched(page, ending) {
  return page.evaluate(
    (ending) => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(ending)).length,
    ending,
  );
}
