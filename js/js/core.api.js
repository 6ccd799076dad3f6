/**
 * The functions of Netpol's core. Arguments and answers cross to the module as JSON, which every
 * engine reads and writes faster than objects that are put together one by one; what `!` begins is
 * what is wrong with an argument.
 */
import { call } from "./core.bindings.js";

function ask(name, given) {
  const answer = call(name, JSON.stringify(given));
  if (answer.startsWith("!")) {
    throw new Error(answer.slice(1));
  }
  return JSON.parse(answer);
}

export const parse = (...given) => ask("parse", given);
export const validate = (...given) => ask("validate", given);
export const describe = (...given) => ask("describe", given);
export const emit = (...given) => ask("emit", given[0] === undefined ? [] : given);
export const canonical = (...given) => ask("canonical", given);
export const reach = (...given) => ask("reach", given);
export const probe = (...given) => ask("probe", given);
export const diff = (...given) => ask("diff", given);
export const version = (...given) => ask("version", given);
