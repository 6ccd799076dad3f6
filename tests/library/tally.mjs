// Counts what is as it should be, and keeps what is not.

import { isDeepStrictEqual } from "node:util";

/** How many differences are shown before the rest is counted. */
const SHOWN = 20;

export class Tally {
  #passed = 0;
  #differences = [];

  /** One case: passed if nothing in it differs. */
  case(name, work) {
    const before = this.#differences.length;
    const same = (what, found, expected) => {
      if (!isDeepStrictEqual(found, expected)) {
        const [is, wanted] = [found, expected].map((it) => JSON.stringify(it)?.slice(0, 400));
        this.#differences.push(`${name}: ${what}\n  found    ${is}\n  expected ${wanted}`);
      }
    };
    try {
      work(same);
    } catch (error) {
      this.#differences.push(`${name}: ${error.stack}`);
    }
    const passed = this.#differences.length === before;
    this.#passed += passed ? 1 : 0;
    return passed;
  }

  /** Many cases of one kind, of which there is a known number. */
  cases(what, cases, count, work) {
    let right = 0;
    for (const [name, data] of cases) {
      right += this.case(name, (same) => work(data, same)) ? 1 : 0;
    }
    console.log(`conformance: in wasm ${right} of ${cases.length} ${what}`);
    this.case(`the number of ${what}`, (same) => same("cases", cases.length, count));
  }

  /** Shows what differs and the counts; gives the exit status. */
  finish() {
    for (const difference of this.#differences.slice(0, SHOWN)) {
      console.log(difference);
    }
    if (this.#differences.length > SHOWN) {
      console.log(`and ${this.#differences.length - SHOWN} more`);
    }
    console.log(`${this.#passed} passed, ${this.#differences.length} differences`);
    return this.#differences.length === 0 ? 0 : 1;
  }
}
