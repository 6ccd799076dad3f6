// Compiles what uses the types, as bundlers and as Node resolve them, and says what is wrong.
import { fileURLToPath } from "node:url";
import ts from "typescript";

const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const { config } = ts.readConfigFile(file("tsconfig.json"), ts.sys.readFile);
const cases = [
  ["as bundlers resolve them", ["main.ts"], {}],
  ["as Node resolves them", ["main.ts"], { module: "nodenext", moduleResolution: "nodenext" }],
  ["in JSX", ["jsx.tsx"], { jsx: "react", jsxFactory: "h" }],
  ["in JSX of React", ["react.tsx"], { jsx: "react-jsx" }],
];

/** For each case its name and what the compiler says. */
export const typed = cases.map(([name, files, more]) => {
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, ...more }, file("."));
  const program = ts.createProgram(files.map(file), options);
  const found = ts.getPreEmitDiagnostics(program);
  return [name, ts.formatDiagnostics(found, { getCurrentDirectory: () => file("."), getCanonicalFileName: (it) => it, getNewLine: () => "\n" })];
});
