// What TypeScript knows of the package, and what it refuses. Compiled, never run.
import { type Diagnostic, reach, validate } from "netpol-designer/core";
import { NetpolDesigner } from "netpol-designer/element";
import { NetpolView } from "netpol-designer/view";
import type { NetpolDesigner as Inline } from "netpol-designer/element-inline";

const [answer] = validate("kind: NetworkPolicy", { kubernetesVersion: "1.35" });
const stage: string | undefined = answer?.stage;
const found: Diagnostic[] = answer?.diagnostics ?? [];
// @ts-expect-error: there is no such option
validate("", { version: "1.35" });
for (const { from, to, connections } of reach([{ name: "a.yaml", text: "" }])) console.log(from, to, connections[0]?.ports);

const designer: NetpolDesigner = document.createElement("netpol-designer");
designer.value = "kind: NetworkPolicy";
void designer.ready?.then(() => {});
// @ts-expect-error: it can only be read
designer.ready = null;
designer.addEventListener("netpol-change", ({ detail }) => {
  const yaml: string = detail.yaml;
  const path: string | undefined = detail.diagnostics[0]?.path;
  // @ts-expect-error: there is no such field
  console.log(yaml, path, detail.nothing);
});
const heard = ({ detail }: CustomEvent<{ yaml: string }>) => console.log(detail.yaml);
designer.addEventListener("netpol-change", heard);
designer.removeEventListener("netpol-change", heard);
designer.addEventListener("click", (event) => console.log(event.clientX));
const inline: Inline = designer;

const view: NetpolView | null = document.querySelector("netpol-view");
view?.addEventListener("netpol-error", ({ detail }) => console.log(detail.message.length));
// @ts-expect-error: the view has no such property
console.log(view?.ready, stage, found, inline);
