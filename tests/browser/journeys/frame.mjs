// Policies in a frame, for pages that can add no script, and files by their address: what a page around
// hears, what a visitor sees, and that nothing of it comes from elsewhere or is kept.
import { copyOf, form, notice, output } from "../form.mjs";

export const name = "policies are shown in a frame of another page, and files are opened by their address";

const policy = (name) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${name}, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 80}]}]
`;
// A journey that goes to pages itself.
const ANY = { late: /./ };
const LATE = { late: /\/(view\/|netpol|served)/ };

export default async function (tools) {
  const markup = await copied(tools);
  await framed(markup, tools);
  await edited(markup, tools);
  await foreign(markup, tools);
  await addressed(markup, tools);
  await broken(tools);
}

async function copied({ open, expect }) {
  const page = await open("");
  await page.locator("netpol-designer").evaluate((designer, yaml) => (designer.value = yaml), policy("framed"));
  await output.tab(page, "What it does").click();
  const markup = await copyOf(page, () => page.getByRole("button", { name: "Copy as iframe" }).click());
  expect.ok(/^<iframe src="http[^"]*\/view\/embed\.html#np1=[\w-]+&view=meaning graph&readonly=1" title="NetworkPolicies"/.test(markup), markup);
  // A page that is not of the site has no such page beside it.
  const other = await open("examples/embed.html");
  await output.tab(other.locator("#first"), "What it does").click();
  await expect.visible(other.locator("#first").getByRole("button", { name: "Copy as Markdown" }));
  await expect.hidden(other.locator("#first").getByRole("button", { name: "Copy as iframe" }));
  return markup;
}

/** A page of somebody's with the frame in it, and what it hears. */
async function around(markup, { open }) {
  const page = await open("examples/view.html", LATE);
  await page.evaluate((markup) => {
    window.heard = [];
    addEventListener("message", ({ data }) => data?.type?.startsWith("netpol") && window.heard.push(data));
    document.querySelector("h1").insertAdjacentHTML("afterend", markup);
  }, markup);
  const heard = (type) => page.evaluate((type) => window.heard.filter((message) => message.type === type), type);
  return { page, frame: page.frameLocator("iframe"), heard };
}

async function framed(markup, tools) {
  const { expect, axe, screenshot } = tools;
  const { page, frame, heard } = await around(markup, tools);
  await expect.text(frame.locator("[part=name]"), "shop/framed");
  await expect.visible(frame.locator("[part=graph]"));
  await expect.hidden(frame.locator("[part=yaml]"));
  await expect.eventually(async () => expect.equal((await heard("netpol-change"))[0].yaml.includes("name: framed"), true));
  await expect.eventually(async () => {
    const { height } = (await heard("netpol-resize")).at(-1);
    const inside = await frame.locator("body").evaluate((body) => body.getBoundingClientRect().height);
    expect.equal(height, Math.ceil(inside));
    expect.ok(height > 100, `${height} pixels`);
  });
  await page.locator("iframe").evaluate((frame) => (frame.height = window.heard.filter(({ type }) => type === "netpol-resize").at(-1).height));
  await screenshot(page, "framed");
  const link = await frame.getByRole("link", { name: "Open in Netpol Designer" }).evaluate((link) => link.href);
  const whole = await tools.open(new URL(link).hash);
  await expect.visible(whole.getByRole("status", { name: "Shared with you" }).getByRole("listitem"));
  // The frame by itself, as a page.
  const address = /src="([^"]*)"/.exec(markup)[1];
  const alone = await tools.open(address.slice(address.indexOf("view/")), LATE);
  await expect.text(alone.locator("[part=name]"), "shop/framed");
  await axe(alone, "policies in a frame");
  expect.equal(await alone.evaluate(() => localStorage.length), 0);
  // In another language, words and way out.
  const german = await tools.open(`${address.slice(address.indexOf("view/"))}&lang=de-AT`, { late: /\/(view\/|netpol|words-)/ });
  await expect.text(german.locator("[part=meaning]"), /^Diese Policy wählt Pods mit app=web in Namespace shop aus\./);
  await expect.visible(german.getByRole("link", { name: "In Netpol Designer öffnen" }));
  expect.equal(await german.evaluate(() => document.documentElement.lang), "de");
  // The site's own address does the same where it is asked to.
  const sent = await tools.open("about:blank", { ...ANY, allowErrors: /./ });
  await sent.goto(`${address.replace("view/embed.html", "")}&embed=1`);
  await sent.waitForURL(/view\/embed\.html#np1=/);
  await expect.text(sent.locator("[part=name]"), "shop/framed");
}

async function edited(markup, tools) {
  const { expect } = tools;
  const { frame, heard } = await around(markup.replace("&readonly=1", "&theme=dark"), tools);
  // It is narrow, and shows its form first.
  await expect.text(frame.locator("[role=tab][aria-selected=true]"), "What it does");
  await form.name(frame).fill("changed");
  await expect.eventually(async () => expect.ok((await heard("netpol-change")).at(-1).yaml.includes("name: changed"), "the change is heard"));
  expect.equal(await frame.locator("netpol-designer").evaluate((designer) => [getComputedStyle(designer).colorScheme, localStorage.length]), ["dark", 0]);
}

/** A page of another site hears no more than what its own address of the frame says. */
async function foreign(markup, { open, expect }) {
  const site = markup.match(/src="(.*)view\/embed/)[1];
  const page = await open("about:blank", { anywhere: true });
  await page.goto(`${site.replace("127.0.0.1", "localhost")}examples/view.html`);
  expect.ok(new URL(site).origin !== (await page.evaluate(() => origin)), "it is another site");
  const heard = async (markup) => {
    await page.evaluate((markup) => {
      window.heard = [];
      window.onmessage = ({ data }) => data?.type?.startsWith("netpol") && window.heard.push(data.type);
      document.querySelectorAll("iframe").forEach((frame) => frame.remove());
      document.querySelector("h1").insertAdjacentHTML("afterend", markup);
    }, markup);
    await page.frameLocator("iframe").locator("netpol-view, netpol-designer").waitFor();
    await page.waitForTimeout(1000);
    return page.evaluate(() => [...new Set(window.heard)].sort());
  };
  expect.equal(await heard(markup), ["netpol-change", "netpol-resize"]);
  expect.equal(await heard(markup.replace(/#np1=[^&]*&/, "?src=../examples/embed.html#")), ["netpol-resize"]);
  expect.equal(await heard(markup.replace("&readonly=1", "")), []);
  await form.name(page.frameLocator("iframe")).fill("private");
  await page.waitForTimeout(1000);
  expect.equal(await page.evaluate(() => window.heard), []);
}

async function addressed(markup, { open, expect }) {
  const serve = (page) => page.route(({ pathname }) => pathname.endsWith("served.yaml"), (route) => route.fulfill({ body: policy("served") }));
  const page = await open("about:blank", ANY);
  await serve(page);
  const site = markup.match(/src="(.*)view\/embed/)[1];
  await page.goto(`${site}?src=served.yaml&page=2`);
  const offer = page.getByRole("status", { name: "Shared with you" });
  await expect.visible(offer.getByText("served.yaml"));
  await offer.getByRole("button", { name: "Add" }).first().click();
  await expect.value(form.name(page), "served");
  expect.equal(new URL(page.url()).search, "?page=2");
  await page.goto(`${site}view/embed.html?src=../served.yaml#view=graph&readonly=1`);
  await expect.text(page.locator("[part=name]"), "shop/served");
  const way = await page.getByRole("link", { name: "Open in Netpol Designer" }).evaluate((link) => link.href);
  expect.equal(new URL(way).searchParams.get("src"), `${site}served.yaml`);
  // Of another site, or not there at all.
  await page.goto(`${site}?src=https://example.invalid/a.yaml`);
  await expect.text(notice(page), /https:\/\/example\.invalid\/a\.yaml/);
}

async function broken({ open, expect }) {
  for (const [hash, told] of [["", /no policies in its address/], ["#np1=AAAA&readonly=1", /no policies in its address/]]) {
    const page = await open(`view/embed.html${hash}`, LATE);
    await expect.text(page.getByRole("alert"), told);
  }
  const page = await open("view/embed.html?src=https://example.invalid/a.yaml#readonly=1", LATE);
  await expect.text(page.getByRole("alert"), /is not of this site/);
}
