// What strangers wrote is shown and never run: in labels, names, comments, names of files, links and
// what the browser has stored. The page's own policy would stop it even if it were taken for markup.
import { readFile } from "node:fs/promises";
import { copyOf, notice, output, reach, workspace } from "../form.mjs";

export const name = "what strangers wrote is shown and never run";

const MARKUP = `<img src=x onerror="intruded=true"><svg onload="intruded=true"></svg><script>intruded=true</script>`;
const QUOTED = JSON.stringify(MARKUP);
const workload = (name) => `kind: Deployment
metadata: {name: ${name}, namespace: shop, annotations: {note: ${QUOTED}}}
spec: {template: {metadata: {labels: {app: ${name}, note: ${QUOTED}}}}}
`;
const policy = (name, note) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
# ${MARKUP}
metadata: {name: ${name}, namespace: shop, annotations: {note: ${QUOTED}}}
spec:
  podSelector: {matchLabels: {app: web, ${note}}}
  ingress: [{ports: [{port: 80}]}]
`;
// One that the server accepts, one that is wrong in every place, one that cannot be read, and one
// whose kind is none.
const TEXT = [
  workload("web"),
  workload(QUOTED),
  policy("web", "tier: front"),
  policy(QUOTED, `${QUOTED}: ${QUOTED}`),
  `kind: NetworkPolicy\nmetadata: {name: ${MARKUP}\n`,
  `kind: ${QUOTED}\nmetadata: {name: ${QUOTED}}\n`,
].join("---\n");
const FILE = `"><img src=x onerror=intruded=true>.yaml`;

export default async function (tools) {
  const page = await opened(tools);
  await linked(page, tools);
  await stored(page, tools);
  await shown(tools);
  await guarded(tools);
  await filtered(tools);
  await altered(tools);
}

async function opened({ open, expect, screenshot }) {
  const page = await open();
  const choose = workspace.region(page).getByLabel("Open files");
  await choose.setInputFiles({ name: FILE, mimeType: "text/yaml", buffer: Buffer.from(TEXT) });
  await expect.text(notice(page), /opened/);
  await everywhere(page, expect);
  await screenshot(page, "hostile");
  return page;
}

/** Every manifest, and everything that is said about it. */
async function everywhere(page, expect) {
  const entries = workspace.policies(page).getByRole("listitem").getByRole("button");
  expect.ok((await entries.count()) >= 6, "all manifests are listed");
  for (let at = 0; at < (await entries.count()); at += 1) {
    await entries.nth(at).click();
    for (const tab of ["What it does", "Problems", "Changes", "YAML"]) {
      await output.tab(page, tab).click();
      await nothingRan(page, expect);
    }
  }
  await reach.open(page);
  await expect.visible(reach.matrix(page));
  if (!(await page.locator(".picture").isVisible())) await page.getByText("As a picture").click();
  await expect.visible(page.locator(".picture svg"));
  await reach.from(page).fill(MARKUP);
  await reach.to(page).fill("shop/web");
  await expect.visible(page.getByText(/There is no pod or workload/));
  await nothingRan(page, expect);
}

async function nothingRan(page, expect) {
  const found = await page.evaluate(() => {
    const root = document.querySelector("netpol-designer").shadowRoot;
    const made = root.querySelectorAll("img, script, iframe, object, embed, [onerror], [onload], a[href^='javascript:']");
    return [window.intruded, [...made].map((element) => element.outerHTML)];
  });
  expect.equal(found, [undefined, []]);
}

/** The same by a link, which shows what it brings before anybody has agreed to it. */
async function linked(page, { open, expect }) {
  const link = await copyOf(page, () => page.getByRole("button", { name: "Copy link" }).click());
  const other = await open(new URL(link).hash);
  await nothingRan(other, expect);
  await other.locator(".offer").getByRole("button").first().click();
  await everywhere(other, expect);
}

/** And from what the browser has kept. */
async function stored(page, { reload, expect }) {
  await reload(page);
  await everywhere(page, expect);
}

/** And by the element that only shows policies. */
async function shown({ open, expect }) {
  const page = await open("examples/view.html", { late: /\/view\// });
  await page.locator("#content").evaluate((view, yaml) => {
    view.setAttribute("view", "problems meaning graph table notes yaml");
    view.value = yaml;
  }, TEXT);
  await expect.count(page.locator("#content section"), 3);
  const made = await page.locator("#content").evaluate(({ shadowRoot }) => shadowRoot.querySelectorAll("img, script, [onerror], [onload]").length);
  expect.equal([made, await page.evaluate(() => window.intruded)], [0, undefined]);
}

/**
 * Were it taken for markup, the page's policy would stop it twice: no text becomes markup, and what is
 * written in markup is not run. A page without a policy shows that it runs.
 */
async function guarded({ open, expect }) {
  const inject = (markup) => {
    try {
      document.body.insertAdjacentHTML("beforeend", markup);
    } catch {
      return "refused";
    }
    return new Promise((later) => setTimeout(() => later(window.intruded), 500));
  };
  // It fails to load without a request.
  const markup = `<img src="data:," onerror="intruded=true">`;
  const page = await open("", { allowErrors: /TrustedHTML/ });
  expect.equal(await page.evaluate(inject, markup), "refused");
  const half = await open("about:blank", { late: /./, allowErrors: /inline event handler/i });
  await half.route(page.url(), async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace("; require-trusted-types-for 'script'", "");
    await route.fulfill({ response, body });
  });
  await half.goto(page.url());
  expect.equal(await half.evaluate(inject, markup), undefined);
  const control = await open("examples/embed.html");
  expect.equal(await control.evaluate(inject, markup), true);
}

/** The policy for markup lets in what is ours, and of what is not makes text. */
async function filtered({ expect }) {
  const source = await readFile(new URL("../../../web/shared/text.js", import.meta.url));
  const { ourMarkup } = await import(`data:text/javascript;base64,${source.toString("base64")}`);
  const ours = `<div class="a b"><span data-do="line">x &lt; y only=1 > 0</span><svg viewBox="0 0 1 1" aria-hidden="true"><path d="M0 0"/></svg></div>`;
  expect.equal(ourMarkup(ours), ours);
  for (const evil of [MARKUP, "<svg onload=alert(1)>", `<input autofocus onfocus="a()">`, `<button\nonclick='a()'>`, "<svg/onload=a()>", "<p x=1 onclick=a()>", "<a href='javascript:a()'>", "< script>", "<iframe", "<B><IMG src=x>"]) {
    const made = ourMarkup(evil).replace(/<\/?[bB]>/g, "");
    expect.ok(!made.includes("<") || /^(<svg><\/svg>|<\/svg>|[^<])*$/.test(made), made);
  }
}

/** A script that was changed on its way is not run; one that was not, is. */
async function altered({ open, expect }) {
  const site = (await open()).url();
  for (const script of [/\/netpol-designer-[^/]*\.js$/, /\/netpol_web-[^/]*\.js$/, /\/install-[^/]*\.js$/]) {
    for (const more of ["", "window.intruded = true;"]) {
      const page = await open("about:blank", { late: /./, allowErrors: /integrity|digest/i });
      let served = 0;
      await page.route(script, async (route) => {
        const response = await route.fetch();
        served += 1;
        await route.fulfill({ response, body: (await response.text()) + more });
      });
      await page.goto(site);
      const isInstall = script.source.includes("install");
      const started = () => page.evaluate(() => Boolean(customElements.get("netpol-designer")));
      await page.waitForTimeout(300);
      expect.equal([served, await started(), await page.evaluate(() => window.intruded)], [1, !more || isInstall, undefined], `${script} ${more}`);
    }
  }
}
