/**
 * The functions of Netpol's core. Arguments and answers cross to the module as JSON, which every
 * engine reads and writes faster than objects that are put together one by one; what `!` begins is
 * what is wrong with an argument.
 */
import { call } from "./core.bindings.js";

function ask(name, given, check) {
  const answer = call(name, JSON.stringify(given, check));
  if (answer.startsWith("!")) {
    throw new Error(answer.slice(1));
  }
  return JSON.parse(answer);
}

export const parse = (...given) => ask("parse", given);
export const validate = (...given) => ask("validate", given);
export const describe = (...given) => ask("describe", given);
// What JSON has no word for is no plain data: nothing, functions, maps, and numbers that are none.
const plain = (_, value) => {
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  const isPlain = ["Object", "Array", "String", "Boolean", "Null"].includes(kind) || Number.isFinite(value);
  if (!isPlain) {
    throw new Error(`the value has to be plain data, and ${String(value)} is none`);
  }
  return value;
};
export const emit = (value) => ask("emit", [value], plain);
export const canonical = (...given) => ask("canonical", given);
export const reach = (...given) => ask("reach", given);
export const probe = (...given) => ask("probe", given);
export const diff = (...given) => ask("diff", given);
export const version = (...given) => ask("version", given);
