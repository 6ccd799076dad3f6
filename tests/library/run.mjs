// The npm package, as it is installed, against the corpora that the native tests answer to.
//
// The first argument is the top of the repository. What differs is printed, at the end a line with
// the counts; the exit status is 1 if anything differs. The corpora are never edited to make this
// pass.

import process from "node:process";
import { connectivity } from "./connectivity.mjs";
import { elsewhere } from "./elsewhere.mjs";
import { examples } from "./examples.mjs";
import { misuse } from "./misuse.mjs";
import { Tally } from "./tally.mjs";
import { validation } from "./validation.mjs";
import { readings, scalars } from "./yaml.mjs";

const top = process.argv[2];
const tally = new Tally();
for (const part of [validation, scalars, readings, connectivity, misuse, examples, elsewhere]) {
  await part(top, tally);
}
process.exitCode = tally.finish();
