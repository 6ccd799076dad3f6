// Twenty elements in a page: what they load, how long they take, how much memory they hold, and that
// those that are taken out again hold none.
export const name = "twenty elements share one module and leave nothing behind";

const MANY = 20;
const YAML = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 80}]}]
`;

export default async function ({ open, expect, note }) {
  for (const [tag, page, ready] of [
    ["netpol-designer", "examples/embed.html", (element) => element.ready],
    ["netpol-view", "examples/view.html", (element) => new Promise((done) => element.addEventListener("netpol-change", done))],
  ]) {
    await many(await open(page, { before: watchModules, late: /\/view\// }), tag, ready, expect, note);
  }
}

async function many(page, tag, ready, expect, note) {
  const client = await page.context().newCDPSession(page);
  const memory = async () => {
    for (let turn = 0; turn < 3; turn += 1) await client.send("HeapProfiler.collectGarbage");
    const { usedSize } = await client.send("Runtime.getHeapUsage");
    const { nodes } = await client.send("Memory.getDOMCounters");
    return { heap: usedSize, nodes, module: await page.evaluate(() => window.memories.reduce((sum, it) => sum + it.buffer.byteLength, 0)) };
  };
  const round = async () => {
    const started = performance.now();
    await page.evaluate(add, [tag, MANY, YAML, String(ready)]);
    const took = performance.now() - started;
    const full = await memory();
    await page.evaluate((tag) => document.querySelectorAll(`${tag}.many`).forEach((element) => element.remove()), tag);
    await page.waitForTimeout(300);
    return { took, full, left: await memory() };
  };
  const before = await memory();
  const first = await round();
  const modules = await page.evaluate(() => [window.memories.length, performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".wasm")).map(({ encodedBodySize }) => encodedBodySize)]);
  expect.equal([modules[0], modules[1].length], [1, 1], "one module, once loaded");
  const second = await round();
  const third = await round();
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  note(`${MANY} of <${tag}>: ${first.took.toFixed(0)} ms, one module of ${megabytes(first.full.module)} memory, ${megabytes(first.full.heap - before.heap)} of scripts`);
  note(`taken out and made again: ${third.took.toFixed(0)} ms, ${megabytes(third.full.module)} and ${megabytes(third.left.heap - first.left.heap)} more than after the first time`);
  // Memory of a module never shrinks; what is freed is used again.
  expect.ok(third.full.module <= second.full.module, `the module grows: ${second.full.module}, ${third.full.module}`);
  expect.ok(third.left.nodes <= first.left.nodes + 50, `nodes stay: ${first.left.nodes}, ${third.left.nodes}`);
  expect.ok(third.left.heap < first.left.heap + 2e6, `objects stay: ${first.left.heap}, ${third.left.heap}`);
}

/** Runs in the page: adds elements and waits until all are drawn. */
async function add([tag, count, yaml, ready]) {
  const wait = (0, eval)(ready);
  const all = Array.from({ length: count }, () => {
    const element = document.createElement(tag);
    element.className = "many";
    element.style.cssText = "position: absolute; inset: 0; height: 600px";
    element.value = yaml;
    document.body.append(element);
    return wait(element);
  });
  await Promise.all(all);
}

/** Runs in the page: keeps the memory of every module that is started. */
function watchModules() {
  window.memories = [];
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const known = WebAssembly[name];
    WebAssembly[name] = async (...asked) => {
      const made = await known.apply(WebAssembly, asked);
      window.memories.push((made.instance ?? made).exports.memory);
      return made;
    };
  }
}
