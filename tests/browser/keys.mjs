// A keyboard that counts: what a journey does with it, nobody needs a mouse for.

/** No control is further away than this. */
const FURTHEST = 60;

/** Presses keys and counts them. */
export class Keys {
  #page;
  count = 0;
  typed = 0;

  constructor(page) {
    this.#page = page;
  }

  async press(key) {
    this.count += 1;
    await this.#page.keyboard.press(key);
  }

  async type(text) {
    this.count += text.length;
    this.typed += text.length;
    await this.#page.keyboard.type(text);
  }

  /** Types over what a field holds. */
  async replace(text) {
    await this.press("Control+a");
    await this.type(text);
  }

  /** Presses Tab, or `key`, until the keyboard is there. */
  async tabTo(locator, key = "Tab") {
    // What the key before has opened may still be drawn.
    await locator.first().waitFor({ state: "attached" });
    for (let pressed = 0; pressed < FURTHEST; pressed += 1) {
      if ((await locator.count()) === 1 && (await locator.evaluate((node) => node.getRootNode().activeElement === node))) return;
      await this.press(key);
    }
    throw new Error(`${locator} is not reached by ${FURTHEST} times ${key}`);
  }
}
