// How long a keystroke takes to reach the page with many rules in the policy, and how long the
// page takes until something can be typed into it.
//
// A keystroke in the form is timed in the page, on its own clock: from sending the event, over
// everything that it changes, to the layout that follows. A keystroke in the text is pressed by the
// browser, and timed from its first event until the frame that shows it is drawn; as it may come
// at any moment of a frame, half a frame of that is waiting. Prints; judges nothing.
import { form, notice, output, reach, workspace } from "./form.mjs";
import { baseUrl, launch } from "./launch.mjs";

const RULES = 50;
const TYPED_RULE = 25;
const WARM_UP = 20;
const KEYS = 200;
const STARTS = 10;
const LINES = 10_000;
const LINE_KEYS = 100;
const BETWEEN_KEYS_MS = 60;
const [PODS, POLICIES, NAMESPACES] = [10_000, 1_000, 200];
const VERDICT_KEYS = 40;

const browser = await launch();
await keystrokes();
await keystrokesInText();
await verdicts();
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

/** Keys into a short and a long text, near its start and its end. */
async function keystrokesInText() {
  console.log(`keystroke to painted frame in the text, ${LINE_KEYS} keys a place:`);
  for (const lines of [100, LINES]) {
    const page = await opened();
    const editor = output.editor(page);
    await page.locator("netpol-designer").evaluate((designer, yaml) => (designer.value = yaml), dataOf(lines));
    await editor.waitFor();
    await editor.evaluate(watchForPaint);
    for (const place of ["start", "end"]) {
      await editor.focus();
      await page.keyboard.press(place === "start" ? "Control+Home" : "Control+End");
      await page.evaluate(() => (window.painted = []));
      for (let key = 0; key < WARM_UP + LINE_KEYS; key += 1) {
        await page.keyboard.press("x");
        await page.waitForTimeout(BETWEEN_KEYS_MS);
      }
      const times = (await page.evaluate(() => window.painted)).slice(WARM_UP);
      if (times.length !== LINE_KEYS) throw new Error(`${times.length} frames for ${LINE_KEYS} keys`);
      report(`${lines} lines, at the ${place}, work until laid out`, times.map(({ work }) => work));
      report(`${lines} lines, at the ${place}, until painted`, times.map(({ paint }) => paint));
    }
    await page.context().close();
  }
}

/** Runs in the page: notes for each key how long its work and its frame take. */
function watchForPaint(area) {
  window.painted = [];
  let start = 0;
  area.addEventListener("keydown", () => (start = performance.now()), { capture: true });
  area.addEventListener("input", () => {
    const began = start;
    // Asking for a size makes the browser lay the page out now, which the frame then need not.
    area.getBoundingClientRect();
    const work = performance.now() - began;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.painted.push({ work, paint: performance.now() - began });
      port2.postMessage(0);
    });
  });
}

/** Keys into a policy of a large cluster, until the answers for all of its pods are seen anew. */
async function verdicts() {
  const page = await opened();
  const files = [["cluster.json", clusterOf()], ["policies.yaml", policiesOf()]];
  const choose = workspace.region(page).getByLabel("Open files");
  for (const [name, text] of files) {
    await choose.setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
    await notice(page).getByText(name.endsWith("json") ? "Kept:" : "opened").waitFor();
  }
  await workspace.policy(page, "policy-7").click();
  await reach.open(page);
  await reach.matrix(page).waitFor();
  const field = form.rules(page, "Ingress").first().getByLabel("Port number or name");
  await field.focus();
  const texts = Array.from({ length: WARM_UP + VERDICT_KEYS }, (_, key) => String(3000 + key));
  const times = (await field.evaluate(answered, texts)).slice(WARM_UP);
  console.log(`keystroke to the answers for ${PODS} pods under ${POLICIES} policies, ${VERDICT_KEYS} keys:`);
  report("work until the key is laid out", times.map(({ key }) => key));
  report("until the answers are laid out", times.map(({ verdict }) => verdict));
  report("until the answers are painted", times.map(({ painted }) => painted));
  await page.context().close();
}

/** Runs in the page: puts each text into the field, and waits until what is shown is that of it. */
async function answered(field, texts) {
  const root = field.getRootNode();
  const pane = root.querySelector(".reach-pane");
  const frame = () => new Promise(requestAnimationFrame);
  // What changes while a frame is made is drawn with it; the next task comes after that.
  let isInFrame = false;
  const soon = new MessageChannel();
  soon.port1.onmessage = () => (isInFrame = false);
  const mark = () => {
    isInFrame = true;
    soon.port2.postMessage(0);
    requestAnimationFrame(mark);
  };
  mark();
  const times = [];
  for (const text of texts) {
    for (let rest = 0; rest < 5; rest += 1) await frame();
    // A key is a task of its own, and not a part of the frame before.
    await new Promise((task) => setTimeout(task));
    const start = performance.now();
    const since = () => performance.now() - start;
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, inputType: "insertText" }));
    let key;
    await new Promise((done) => {
      const observer = new MutationObserver(() => {
        if (!pane.hasAttribute("aria-busy")) return observer.disconnect(), done();
        root.host.getBoundingClientRect();
        key = since();
      });
      observer.observe(pane, { attributes: true });
    });
    root.host.getBoundingClientRect();
    const verdict = since();
    if (!isInFrame) await frame();
    await new Promise((painted) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = painted;
      port2.postMessage(0);
    });
    times.push({ key, verdict, painted: since() });
  }
  return times;
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

/** An object without a form, so that the time is the editor's. */
function dataOf(lines) {
  const entries = Array.from({ length: lines - 4 }, (_, at) => `  key-${at}: value ${at} # of many\n`).join("");
  return `apiVersion: v1\nkind: ConfigMap\ndata:\n${entries}`;
}

/** Workloads with some pods each, as kubectl prints them. */
function clusterOf() {
  const pod = (at) => {
    const [namespace, app] = [at % NAMESPACES, Math.floor(at / NAMESPACES) % 10];
    return {
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        labels: { app: `app-${app}`, tier: ["web", "api", "data"][app % 3], "pod-template-hash": `h${app}`, build: `${at}` },
        name: `app-${app}-h${app}-${at}`,
        namespace: `team-${namespace}`,
        ownerReferences: [{ controller: true, kind: "ReplicaSet", name: `app-${app}-h${app}` }],
      },
      spec: { containers: [{ name: "main", ports: [{ containerPort: 8080 + (app % 3), name: "http" }] }] },
      status: { phase: "Running", podIP: `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}` },
    };
  };
  const space = (at) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { labels: { department: `${at % 7}`, stage: ["prod", "test"][at % 2] }, name: `team-${at}` },
  });
  const items = [...Array.from({ length: NAMESPACES }, (_, at) => space(at)), ...Array.from({ length: PODS }, (_, at) => pod(at))];
  return JSON.stringify({ apiVersion: "v1", items, kind: "List" }, null, 2);
}

/** Five common kinds of policies, in turn. */
function policiesOf() {
  const tier = (name) => `{podSelector: {matchLabels: {tier: ${name}}}}`;
  const kinds = [
    () => "podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]",
    (at) => `podSelector: {matchLabels: {app: app-${at % 10}}}, ingress: [{from: [${tier("web")}, ${tier("api")}], ports: [{port: http}]}]`,
    (at) => `podSelector: {matchLabels: {app: app-${at % 10}}}, ingress: [{from: [{namespaceSelector: {matchLabels: {department: "${at % 7}"}}}], ports: [{port: 8080}]}]`,
    (at) => `podSelector: {matchLabels: {app: app-${at % 10}}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.${at % 200}.0.0/16}}], ports: [{port: 5432}]}]`,
    () => "podSelector: {matchLabels: {tier: api}}, ingress: [{from: [{namespaceSelector: {matchLabels: {stage: prod}}}], ports: [{port: 9090}]}]",
  ];
  const policy = (at) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: policy-${at}, namespace: team-${at % NAMESPACES}}
spec: {${kinds[at % 5](at)}}
`;
  return Array.from({ length: POLICIES }, (_, at) => policy(at)).join("---\n");
}
