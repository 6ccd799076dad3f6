// Who may connect to whom, as three independent implementations agree: tests/corpus/connectivity.

import { readFileSync, readdirSync } from "node:fs";
import { BlockList, isIP } from "node:net";
import { join } from "node:path";
import { probe, reach, validate } from "netpol-designer/core";

const SCENARIOS = 210;

export function connectivity(top, tally) {
  const folder = join(top, "tests/corpus/connectivity");
  const cases = readdirSync(folder).sort().map((name) => [name, scenario(join(folder, name))]);
  tally.cases("connectivity scenarios by probe", cases, SCENARIOS, probed);
  tally.cases("connectivity scenarios by the sets of reach", cases, SCENARIOS, reached);
}

function scenario(folder) {
  const text = (name) => readFileSync(join(folder, name), "utf8");
  const file = (name) => ({ name, text: text(name) });
  const files = [file("cluster.yaml"), file("policies.yaml")];
  const expected = JSON.parse(text("expected.json"));
  const ends = expected.connections.map((connection) => connection.to);
  return { files, expected, ips: [...new Set(ends.filter((end) => isIP(end) !== 0))] };
}

function probed({ files, expected, ips }, same) {
  same("answer", probe(files, { probes: expected.probes, ips }), expected);
  same("all policies are accepted", validate(files[1]).every((answer) => answer.accepted), true);
}

function reached({ files, expected, ips }, same) {
  const byEnds = new Map();
  for (const { from, to, connections } of reach(files, { by: "pod" })) {
    for (const source of names(from, ips)) {
      for (const destination of names(to, ips)) {
        const pair = `${source} ${destination}`;
        same(`${pair} is in one range`, byEnds.has(pair), false);
        byEnds.set(pair, connections);
      }
    }
  }
  for (const { from, to, allowed } of expected.connections) {
    const connections = byEnds.get(`${from} ${to}`) ?? [];
    const found = expected.probes.filter((it) => connections.some((one) => has(one, it)));
    same(`${from} -> ${to}`, found, allowed);
  }
}

/** The name of a pod, or those addresses that are in a range. */
function names(end, ips) {
  if (end.endsWith("]")) {
    return [end.slice(0, end.indexOf("["))];
  }
  const [first, last] = end.split("-");
  const family = isIP(first) === 4 ? "ipv4" : "ipv6";
  const range = new BlockList();
  range.addRange(first, last, family);
  return ips.filter((ip) => isIP(ip) === isIP(first) && range.check(ip, family));
}

function has({ protocol, ports }, probe) {
  const [wanted, port] = probe.split(" ");
  const includes = (part) => {
    const [first, last = first] = part.split("-").map(Number);
    return first <= Number(port) && Number(port) <= last;
  };
  return protocol === wanted && (ports === "all" || ports.split(",").some(includes));
}
