// Expectations that wait: the page may take a moment, so each is tried until it holds or time is up.
//
// Must not change the page; it only looks.
import assert from "node:assert/strict";

const PATIENCE_MS = 5_000;
const PAUSE_MS = 25;

export const expect = {
  /** `look` (which may be async) runs without throwing, now or soon. */
  async eventually(look) {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await look();
      } catch (surprise) {
        if (Date.now() > deadline) throw surprise;
      }
      await new Promise((resume) => setTimeout(resume, PAUSE_MS));
    }
  },

  /** Two values are deeply equal, at once. */
  equal: assert.deepEqual,

  /** The value is true, at once. */
  ok: assert.ok,

  /** The element's text, spaces collapsed, is `text`, or matches it if it is a pattern. */
  text: (locator, text) =>
    expect.eventually(async () => matches((await seen(locator)).replace(/\s+/g, " ").trim(), text)),

  /** The field holds `value`, or matches it if it is a pattern. */
  value: (locator, value) =>
    expect.eventually(async () => matches(await locator.inputValue({ timeout: PAUSE_MS }), value)),

  /** So many elements are there. */
  count: (locator, count) =>
    expect.eventually(async () => assert.equal(await locator.count(), count, `count of ${locator}`)),

  visible: (locator) =>
    expect.eventually(async () => assert.ok(await locator.isVisible(), `${locator} is not visible`)),

  hidden: (locator) =>
    expect.eventually(async () => assert.ok(!(await locator.isVisible()), `${locator} is visible`)),

  /** The element has the keyboard focus, also inside a shadow tree. */
  focused: (locator) =>
    expect.eventually(async () => {
      const focused = await locator.evaluate((node) => node.getRootNode().activeElement === node);
      assert.ok(focused, `${locator} does not have the focus`);
    }),

  /** Something inside the element has the keyboard focus. */
  focusWithin: (locator) =>
    expect.eventually(async () => {
      const within = await locator.evaluate((node) => node.contains(node.getRootNode().activeElement));
      assert.ok(within, `the focus is not in ${locator}`);
    }),
};

async function seen(locator) {
  return (await locator.textContent({ timeout: PAUSE_MS })) ?? "";
}

function matches(actual, expected) {
  if (expected instanceof RegExp) assert.match(actual, expected);
  else assert.equal(actual, expected);
}
