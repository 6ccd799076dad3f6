// Mistakes and how they are told: beside the field, in the list, and at the line; each leads to
// the others, and the server's own words are one step away.
import { form, output, workspace } from "../form.mjs";

export const name = "every mistake is told where it was made, in the list and at its line";

// What no form writes, but a file may hold: a port that is quoted, beside mistakes of each kind.
const MISTAKES = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: Web_Front
  namespace: shop
spec:
  podSelector: {}
  policyTypes:
  - Ingress
  ingress:
  - from:
    - ipBlock:
        cidr: 10.0.0.5/24
    ports:
    - protocol: TCP
      port: 70000
    - protocol: TCP
      port: "80"
`;

const TOLD = [
  "The name Web_Front contains something else than a-z, 0-9, - and ..",
  "10.0.0.5/24 has bits set after the prefix.",
  "Port 70000 is larger than 65535.",
  '"80" in quotes is the name of a port, not its number.',
];

const SERVER_ON_NAME =
  "metadata.name: Invalid value: \"Web_Front\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

export default async function (tools) {
  const page = await tools.open("", { viewport: { width: 1440, height: 900 } });
  await typedMistakes(page, tools);
  await readMistakes(page, tools);
  await phone(tools);
}

/** A mistake is told while it is typed, and gone when it is mended. */
async function typedMistakes(page, { expect, axe }) {
  const live = output.live(page);
  await workspace.button(page, "New policy").click();
  await expect.text(live, "0 problems");
  await form.name(page).fill("Web_Front");
  const field = form.name(page);
  await expect.eventually(async () => expect.equal(await field.getAttribute("aria-invalid"), "true"));
  const [told] = await page.locator(`[id="${await field.getAttribute("aria-describedby")}"]`).allTextContents();
  expect.ok(told.includes("Write web-front"), told);
  await expect.text(live, "1 problem");
  await expect.text(output.tab(page, "Problems"), /^Problems\s*1 problem$/);
  await expect.visible(form.region(page).getByText("The API server refuses this policy: 1 error."));
  await expect.visible(workspace.region(page).getByText("1 error"));
  await axe(page, "a wrong name");
  await field.fill("web-front");
  await expect.text(live, "0 problems");
  await expect.eventually(async () => expect.equal(await field.getAttribute("aria-invalid"), null));
}

async function readMistakes(page, { expect, axe, screenshot }) {
  await page.locator("netpol-designer").evaluate((designer, yaml) => (designer.value = yaml), MISTAKES);
  await expect.value(form.name(page), "Web_Front");
  await expect.text(output.live(page), "4 problems");
  await expect.eventually(async () => expect.equal(await output.yaml(page), MISTAKES));
  await axe(page, "four mistakes beside their lines");
  await screenshot(page, "problems-lines");

  // From the button above the form, to the list.
  await form.region(page).getByRole("button", { name: "Show problems" }).click();
  const problems = output.problems(page);
  await expect.count(problems, 4);
  for (const [at, told] of TOLD.entries()) await expect.visible(problems.nth(at).getByText(told));
  await axe(page, "the list of problems");
  await screenshot(page, "problems-list");

  // The server's words, on demand.
  const server = problems.first().getByText(SERVER_ON_NAME);
  await expect.hidden(server);
  await problems.first().getByText("What the API server says").click();
  await expect.visible(server);

  // From the problem to its field.
  const rule = form.rules(page, "Ingress");
  await problems.nth(0).getByRole("button", { name: "metadata.name" }).click();
  await expect.focused(form.name(page));
  await problems.nth(1).getByRole("button", { name: "spec.ingress[0].from[0].ipBlock.cidr" }).click();
  await expect.focused(rule.getByLabel("Address range (CIDR)"));
  await problems.nth(3).getByRole("button", { name: "spec.ingress[0].ports[1].port" }).click();
  const quoted = rule.getByLabel("Port number or name").last();
  await expect.focused(quoted);
  expect.equal(await quoted.getAttribute("aria-invalid"), "true");
  await screenshot(page, "problem-to-field");

  // From the problem to its line, and back.
  await problems.nth(2).getByRole("button", { name: "line 16" }).click();
  await expect.visible(page.getByRole("tabpanel", { name: "YAML" }));
  const editor = output.editor(page);
  await expect.focused(editor);
  await expect.eventually(async () => expect.equal(await editor.evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd)), "70000"));
  await expect.visible(output.region(page).getByText(TOLD[2]));
  await screenshot(page, "problem-to-line");
  await output.region(page).getByRole("button", { name: "Go to its field" }).click();
  await expect.focused(rule.getByLabel("Port number or name").first());
  await output.tab(page, "Problems").click();

  await olderServer(page, expect, axe, screenshot);
}

/** Before Kubernetes 1.36 the range with bits after its prefix was only warned of. */
async function olderServer(page, expect, axe, screenshot) {
  const problem = output.problems(page).filter({ hasText: "has bits set after the prefix" });
  await expect.visible(problem.getByRole("img", { name: "error" }));
  await page.getByLabel("Judge as Kubernetes").selectOption("1.35 and before");
  await expect.visible(problem.getByRole("img", { name: "warning" }));
  await form.name(page).fill("web-front");
  const rule = form.rules(page, "Ingress");
  await rule.getByLabel("Port number or name").first().fill("8080");
  await rule.getByLabel("Port number or name").last().fill("80");
  await expect.count(output.problems(page), 1);
  await expect.visible(workspace.policies(page).getByRole("img", { name: "accepted, with warnings" }));
  await expect.text(form.meaning(page), /addresses in 10\.0\.0\./);
  await axe(page, "a warning");
  await screenshot(page, "problems-warning");

  await page.getByLabel("Judge as Kubernetes").selectOption("1.36 and later");
  await expect.visible(problem.getByRole("img", { name: "error" }));
  await rule.getByLabel("Address range (CIDR)").fill("10.0.0.0/24");
  await expect.visible(page.getByText("No problems: the API server accepts this policy."));
  await axe(page, "no problem");
}

/** On a narrow screen the way from a problem to its field changes the region too. */
async function phone({ open, expect, axe, screenshot }) {
  const page = await open("", { viewport: { width: 360, height: 740 }, hasTouch: true });
  await page.locator("netpol-designer").evaluate((designer, yaml) => (designer.value = yaml), MISTAKES);
  await form.region(page).getByRole("button", { name: "Show problems" }).click();
  await expect.hidden(form.region(page));
  await axe(page, "problems on a phone");
  await screenshot(page, "problems-phone");
  await output.problems(page).nth(1).getByRole("button", { name: "spec.ingress[0].from[0].ipBlock.cidr" }).click();
  await expect.focused(form.rules(page, "Ingress").getByLabel("Address range (CIDR)"));
}
