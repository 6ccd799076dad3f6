// How long a keystroke takes to reach the page, with many rules in the policy.
//
// For each key: from the time the browser stamps on the key event to the last change of the page
// that it leads to, both on the page's own clock. Prints; judges nothing.
import { baseUrl, launch } from "./launch.mjs";

const RULES = 50;
const WARM_UP = 20;
const KEYS = 200;

const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(baseUrl().href);
await page.evaluate(() => document.querySelector("netpol-designer").ready);
await addRules(page);
const field = fieldToTypeIn(page);
await field.focus();
await watchChanges(page);
await typeKeys(page, WARM_UP);
const times = await typeKeys(page, KEYS);
await browser.close();
report(times);

/** Brings the page to a policy with `RULES` rules. */
async function addRules(page) {
  const add = page.getByRole("button", { name: "Add rule" });
  for (let rule = 0; rule < RULES; rule += 1) await add.click();
  const count = await rules(page).count();
  if (count !== RULES) throw new Error(`the page shows ${count} rules, not ${RULES}`);
}

function rules(page) {
  return page.getByRole("listitem");
}

/** A field whose every change alters the text and the meaning. */
function fieldToTypeIn(page) {
  return page.getByLabel("Name");
}

async function watchChanges(page) {
  await page.evaluate(() => {
    const { shadowRoot } = document.querySelector("netpol-designer");
    const clock = (window.keystroke = { pressed: 0, changed: 0 });
    const changed = () => (clock.changed = performance.now());
    window.addEventListener("keydown", (event) => (clock.pressed = event.timeStamp), true);
    new MutationObserver(changed).observe(shadowRoot, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  });
}

async function typeKeys(page, count) {
  const times = [];
  for (let at = 0; at < count; at += 1) {
    await page.keyboard.press("abcdefghij"[at % 10]);
    times.push(await page.evaluate(settled));
  }
  return times;
}

/** Runs in the page: the time of the last key, once two frames have passed over it. */
async function settled() {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const { pressed, changed } = window.keystroke;
  if (changed < pressed) throw new Error("the keystroke changed nothing on the page");
  return changed - pressed;
}

function report(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(2);
  console.log(`keystroke to updated page, ${RULES} rules, ${times.length} keys:`);
  console.log(`  median ${at(0.5)} ms   p95 ${at(0.95)} ms   max ${at(1)} ms`);
}
