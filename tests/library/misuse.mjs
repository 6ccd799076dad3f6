// Errors are for wrong arguments alone, and say what is wrong.

import { emit, parse, probe, reach, validate } from "netpol-designer/core";

export function misuse(_, tally) {
  const circle = {};
  circle.self = circle;
  const cases = [
    ["a number for a text", () => parse(1), "files has to be a text"],
    ["nothing for a text", () => reach(), "files has to be a text"],
    ["a wrong option", () => validate("", { version: "1.35" }), "there is no option `version`"],
    ["no probes", () => probe(""), "the option `probes` has to be a list"],
    ["a circle", () => emit(circle), "Converting circular structure"],
    ["undefined", () => emit(undefined), "the value has to be plain data"],
    ["a function within", () => emit({ a: [() => 1] }), "the value has to be plain data"],
    ["a map", () => emit(new Map([["a", 1]])), "the value has to be plain data"],
    ["a number that is none", () => emit({ a: NaN }), "the value has to be plain data"],
    ["a name that is no text", () => parse({ name: 7, text: "" }), "files has to be a text"],
    ["a wrong name", () => parse({ nam: "x", text: "" }), "files has to be a text"],
  ];
  tally.cases("misuses", cases.map(([name, ...rest]) => [name, rest]), 11, ([call, text], same) => {
    let thrown;
    try {
      call();
    } catch (error) {
      thrown = error;
    }
    same("an Error", thrown instanceof Error, true);
    same("its message", thrown.message.startsWith(text), true);
    // The module goes on as before.
    same("the next answer", parse("a: 1")[0].value, { a: 1 });
  });
}
