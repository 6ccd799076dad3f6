// What a page asks of a designer in markup: a text from content or a file, only to show it, a tab, a
// version, colors, and a place in a form.
import { form, output, workspace } from "../form.mjs";

export const name = "a page says in markup what a designer starts with and what it may do";

const policy = (name, more = "") => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${name}
spec:
  podSelector: {}${more}
`;
const INDENTED = `\n${policy("content").replace(/^(?=.)/gm, "        ")}      `;
// A block with bits behind its prefix, which servers before 1.36 take.
const LOOSE = policy("loose", `\n  egress: [{to: [{ipBlock: {cidr: 10.0.0.1/8}}]}]`);

export default async function (tools) {
  await content(tools);
  await files(tools);
  await shownOnly(tools);
  await inForms(tools);
}

/** A page with one designer more, which has what is given. */
async function opened({ open, expect, screenshot, axe }, attributes, text = "", options = {}) {
  const page = await open("examples/embed.html", { viewport: { width: 1280, height: 1800 }, ...options });
  await page.evaluate(([attributes, text]) => {
    const designer = document.createElement("netpol-designer");
    designer.id = "more";
    for (const [name, value] of Object.entries(attributes)) designer.setAttribute(name, value);
    designer.textContent = text;
    document.querySelector("h1").after(designer);
    return designer.ready;
  }, [attributes, text]);
  return [page, page.locator("#more")];
}

async function content(tools) {
  const { expect } = tools;
  const [, designer] = await opened(tools, {}, INDENTED);
  await expect.value(form.name(designer), "content");
  expect.equal(await designer.evaluate((designer) => designer.value), policy("content"));
  const [, other] = await opened(tools, { value: policy("attribute") }, INDENTED);
  await expect.value(form.name(other), "attribute");
  // It can be read as long as there is nothing else: before the script, and if the script finds no module.
  const bare = await tools.open("about:blank", { late: /./, allowErrors: /./ });
  await bare.route(/\.wasm$/, (route) => route.abort());
  await bare.route(/embed\.html$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace('<netpol-designer id="second">', `<netpol-designer id="second">${INDENTED}`) });
  });
  const before = new Promise((seen) => bare.once("domcontentloaded", seen));
  await bare.goto(new URL("examples/embed.html", process.env.BASE_URL).href);
  await before;
  await expect.value(bare.locator("#second").getByLabel("Your policies"), policy("content"));
}

async function files(tools) {
  const { expect } = tools;
  const allowed = { late: /\.yaml$/, allowErrors: /404/ };
  const [page] = await opened(tools, {}, "", allowed);
  await page.route(/served\.yaml$/, (route) => route.fulfill({ body: policy("served") }));
  const heard = await page.evaluate(async () => {
    const heard = [];
    const designer = document.querySelector("#more");
    designer.addEventListener("netpol-error", ({ detail }) => heard.push(detail.message));
    const told = () => new Promise((done) => designer.addEventListener("netpol-error", done, { once: true }));
    for (const src of ["https://example.invalid/a.yaml", "data:,kind"]) {
      const next = told();
      designer.setAttribute("src", src);
      await next;
    }
    designer.setAttribute("src", "served.yaml");
    return heard;
  });
  expect.ok(heard.length === 2 && heard.every((message) => message.includes("is not of this site")), heard.join());
  await expect.value(form.name(page.locator("#more")), "served");
  const [other, started] = await opened(tools, { src: "served.yaml" }, INDENTED, { ...allowed, before: serve });
  await expect.value(form.name(started), "served");
  // What is set while a file is on its way stays, and so does the later of two files.
  const values = await other.evaluate(async () => {
    const known = window.fetch;
    window.fetch = (asked, options) => (String(asked).endsWith("slow.yaml") ? new Promise((done) => setTimeout(done, 300)).then(() => new Response("slow: 1\n")) : known(asked, options));
    const designer = document.querySelector("#more");
    const later = () => new Promise((done) => setTimeout(done, 500));
    designer.setAttribute("src", "slow.yaml");
    designer.value = "set: 1\n";
    await later();
    const values = [designer.value];
    designer.setAttribute("src", "slow.yaml");
    designer.setAttribute("src", "served.yaml");
    await later();
    values.push(designer.value.includes("served"));
    // As frameworks do it: first into the page, then the attributes.
    const next = document.createElement("netpol-designer");
    document.body.append(next);
    next.setAttribute("src", "served.yaml");
    await next.ready;
    await later();
    values.push(next.value.includes("served"));
    return values;
  });
  expect.equal(values, ["set: 1\n", true, true]);
}

/** Runs in the page: answers for a file that the site does not have. */
function serve() {
  const known = window.fetch;
  const text = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: served\nspec:\n  podSelector: {}\n";
  window.fetch = (asked, options) => (String(asked).endsWith("served.yaml") ? Promise.resolve(new Response(text)) : known(asked, options));
}

async function shownOnly(tools) {
  const { expect, axe, screenshot } = tools;
  const [page, designer] = await opened(tools, { readonly: "", view: "meaning", theme: "dark", "kubernetes-version": "1.35" }, LOOSE);
  await expect.visible(designer.getByRole("tab", { name: "What it does", selected: true }));
  await expect.hidden(form.region(designer));
  await expect.hidden(designer.getByRole("button", { name: "New policy" }));
  await expect.visible(designer.locator(".details").getByText("accepted"));
  expect.equal(await designer.evaluate((designer) => getComputedStyle(designer).colorScheme), "dark");
  await axe(page, "a designer that only shows");
  await screenshot(page, "readonly");
  const value = () => designer.evaluate((designer) => designer.value);
  const before = await value();
  await output.tab(designer, "YAML").click();
  await output.editor(designer).click();
  await page.keyboard.type("x");
  await page.keyboard.press("Delete");
  await designer.locator(".pane").focus();
  // Text that is pasted is a file.
  await designer.evaluate((designer) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "kind: Pod");
    designer.shadowRoot.querySelector(".pane").dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, composed: true }));
  });
  await expect.visible(designer.getByText("This page only shows the policies; nothing has changed."));
  expect.equal(await value(), before);
  // Neither are steps taken back that were done before.
  await designer.evaluate((designer) => designer.removeAttribute("readonly"));
  await form.name(designer).fill("done");
  await designer.evaluate((designer) => designer.setAttribute("readonly", ""));
  await designer.locator(".pane").focus();
  await page.keyboard.press("Control+z");
  await expect.eventually(async () => expect.ok((await value()).includes("name: done"), await value()));
  await page.waitForTimeout(200);
  expect.ok((await value()).includes("name: done"), "a step is taken back");
  // The page itself may still set another text, and let it be changed.
  await designer.evaluate((designer, yaml) => (designer.value = yaml), LOOSE.replace("loose", "set"));
  await expect.text(designer.locator(".details h2"), "set");
  await designer.evaluate((designer) => designer.removeAttribute("readonly"));
  await form.name(designer).fill("let");
  await expect.value(output.editor(designer), /name: let/);
  await designer.evaluate((designer) => designer.setAttribute("kubernetes-version", "1.36"));
  await expect.visible(designer.locator(".details").getByText("refused"));
}

async function inForms(tools) {
  const { expect } = tools;
  const [page, designer] = await opened(tools, { name: "policies" }, INDENTED);
  await page.evaluate(() => {
    const form = document.createElement("form");
    form.id = "form";
    const fieldset = form.appendChild(document.createElement("fieldset"));
    const designer = document.querySelector("#more");
    designer.before(form);
    fieldset.append(designer);
  });
  const sent = () => page.evaluate(() => new FormData(document.querySelector("#form")).get("policies"));
  expect.equal(await sent(), policy("content"));
  await form.name(designer).fill("changed");
  await expect.eventually(async () => expect.equal(await sent(), policy("changed")));
  await page.evaluate(() => document.querySelector("#form").reset());
  await expect.value(form.name(designer), "content");
  expect.equal(await sent(), policy("content"));
  await page.evaluate(() => (document.querySelector("fieldset").disabled = true));
  await expect.hidden(form.region(designer));
  expect.equal(await sent(), null);
  await page.evaluate(() => (document.querySelector("fieldset").disabled = false));
  await expect.visible(form.region(designer));
  await expect.visible(workspace.button(designer, "New policy"));
}
