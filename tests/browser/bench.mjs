// How long a keystroke takes to reach the page with many rules in the policy, and how long the
// page takes until something can be typed into it.
//
// A keystroke is timed in the page, on its own clock: from sending the event, over everything that
// it changes, to the layout that follows. Prints; judges nothing.
import { form } from "./form.mjs";
import { baseUrl, launch } from "./launch.mjs";

const RULES = 50;
const TYPED_RULE = 25;
const WARM_UP = 20;
const KEYS = 200;
const STARTS = 10;

const browser = await launch();
await keystrokes();
await coldStarts();
await browser.close();

async function keystrokes() {
  const page = await opened();
  await page.locator("netpol-designer").evaluate((designer, yaml) => (designer.value = yaml), policyOf(RULES));
  const rules = form.rules(page, "Ingress");
  await rules.nth(RULES - 1).waitFor();
  const fields = [
    ["name of the policy", form.name(page), (key) => `bench-${"x".repeat(1 + (key % 20))}`],
    [`port of rule ${TYPED_RULE}`, rules.nth(TYPED_RULE - 1).getByLabel("Port number or name"), (key) => String(1000 + key)],
  ];
  console.log(`keystroke to updated page, ${RULES} rules with a source and a port each, ${KEYS} keys a field:`);
  for (const [name, field, textAt] of fields) {
    await field.focus();
    const texts = Array.from({ length: WARM_UP + KEYS }, (_, key) => textAt(key));
    const times = await field.evaluate(typed, texts);
    report(name, times.slice(WARM_UP));
  }
  await page.context().close();
}

/** Each start is in a context of its own, so that nothing is cached; only the policy is stored. */
async function coldStarts() {
  const first = await opened();
  await form.region(first).getByRole("button", { name: "New policy" }).click();
  await form.name(first).fill("bench");
  const storageState = await first.context().storageState();
  await first.context().close();
  const times = [];
  for (let start = 0; start < STARTS; start += 1) {
    const page = await opened({ storageState }, watchForField);
    times.push(await page.evaluate(() => window.firstField));
    await page.context().close();
  }
  console.log(`opening the page to the first field to type in, nothing cached, ${STARTS} times:`);
  report("cold start", times);
}

/** Runs in the page before anything else: notes when the first field is there. */
function watchForField() {
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options);
    const look = () => root.getElementById("name") && (window.firstField ??= performance.now());
    new MutationObserver(look).observe(root, { childList: true, subtree: true });
    return root;
  };
}

async function opened(options = {}, before = undefined) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  if (before) await context.addInitScript(before);
  const page = await context.newPage();
  await page.goto(baseUrl().href);
  await page.evaluate(() => document.querySelector("netpol-designer").ready);
  return page;
}

/** Runs in the page: puts each text into the field as a keystroke would, and times what follows. */
async function typed(field, texts) {
  const root = field.getRootNode();
  let laidOut = 0;
  const observer = new MutationObserver(() => {
    // Asking for a size makes the browser lay the page out now.
    root.host.getBoundingClientRect();
    field.getBoundingClientRect();
    laidOut = performance.now();
  });
  observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  const times = [];
  for (const text of texts) {
    const start = performance.now();
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, inputType: "insertText" }));
    // What is drawn may be drawn in several tasks; two frames later nothing is left of it.
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    if (laidOut < start) throw new Error(`typing ${text} changed nothing on the page`);
    times.push(laidOut - start);
  }
  observer.disconnect();
  return times;
}

function report(name, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(2);
  console.log(`  ${name}: median ${at(0.5)} ms   p95 ${at(0.95)} ms   max ${at(1)} ms`);
}

function policyOf(rules) {
  const rule = (at) => `  - from:
    - podSelector:
        matchLabels:
          app: caller-${at}
    ports:
    - protocol: TCP
      port: ${8000 + at}
`;
  const all = Array.from({ length: rules }, (_, at) => rule(at)).join("");
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: bench
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app: api
  policyTypes:
  - Ingress
  ingress:
${all}`;
}
