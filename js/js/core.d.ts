// Made of js/src/shapes.rs by the tests of netpol-js.

/** A text with a name, which answers repeat as `file`. */
export interface TextFile {
  name?: string;
  text: string;
}

/** Manifests in YAML or JSON: one text, or several with or without names. */
export type Files = string | TextFile | readonly (string | TextFile)[];

/** How manifests are judged. */
export interface Judging {
  /** The version of the API server, such as `1.35`; the latest where it is left out. */
  kubernetesVersion?: string;
}

/** How policies are enforced; each is as it is for `netpol reach`. */
export interface Settings extends Judging {
  /** Nothing enforces policies. */
  notEnforced?: boolean;
  /** An `ipBlock` is about addresses of pods too. */
  ipBlocksMatchPods?: boolean;
  /** Pods on the network of their node are restricted and selected like others. */
  hostNetworkLikePods?: boolean;
  /** SCTP is not carried at all. */
  noSctp?: boolean;
}

/** What `reach` can be told. */
export interface ReachOptions extends Settings {
  /** What one end is: all pods with the same owner (the default), or each pod. */
  by?: "workload" | "pod";
}

/** What `probe` is told. */
export interface ProbeOptions extends Settings {
  /** What is tried, such as `TCP 80`. */
  probes: string[];
  /** Addresses outside of the cluster. */
  ips?: string[];
}

/** What `diff` can be told. */
export interface DiffOptions extends Settings {
  /** What one end is: all pods with the same owner (the default), or each pod. */
  by?: "workload" | "pod";
  /** Pods and namespaces of both versions. */
  cluster?: Files;
}

/** Another place that a finding is about. */
export interface Related {
  /** The line, from 1. */
  line?: number;
  /** The column, from 1, in characters. */
  column?: number;
  /** The line where it ends. */
  endLine?: number;
  /** The column behind its last character. */
  endColumn?: number;
  /** The path of the field, as the server writes it. */
  field?: string;
  /** What is there. */
  message: string;
}

/** A finding. */
export interface Diagnostic {
  /** How bad it is. */
  severity: "error" | "warning";
  /** Its number, such as `NP004`. */
  code: string;
  /** Its name, such as `cidr-invalid`. */
  name: string;
  /** The line, from 1. */
  line?: number;
  /** The column, from 1, in characters. */
  column?: number;
  /** The line where it ends. */
  endLine?: number;
  /** The column behind its last character. */
  endColumn?: number;
  /** The path of the field, as the server writes it. */
  field?: string;
  /** One fact. */
  message: string;
  /** What helps. */
  help?: string;
  /** Other places. */
  related?: Related[];
}

/** A reason of the API server, in its words. */
export interface Cause {
  /** Its kind, such as `FieldValueInvalid`. */
  type: string;
  /** The path of the field, as the server writes it. */
  field?: string;
  /** The server's message. */
  message: string;
}

/** A document as kubectl reads it. */
export interface Reading {
  /** The name of the text, if it has one. */
  file?: string;
  /** The number of the document in its text, from 0; empty ones do not count. */
  document: number;
  /** What it says; nothing if it cannot be read. */
  value?: unknown;
  /** What there is to say about the reading. */
  diagnostics?: Diagnostic[];
}

/** A document as kubectl would send it. */
export interface Canonical {
  /** The name of the text, if it has one. */
  file?: string;
  /** The number of the document in its text, from 0; empty ones do not count. */
  document: number;
  /** JSON on one line, keys sorted, numbers as they are. */
  json?: string;
  /** Why it cannot be read. */
  diagnostics?: Diagnostic[];
}

/** The API server's answer to a document. */
export interface Validation {
  /** The name of the text, if it has one. */
  file?: string;
  /** The number of the document in its text, from 0; empty ones do not count. */
  document: number;
  /** How far it came. */
  stage: "parse" | "decode" | "validate" | "accepted";
  /** Whether the server takes it. */
  accepted: boolean;
  /** The server's message. */
  message?: string;
  /** The server's reasons. */
  causes?: Cause[];
  /** What strict field validation refuses. */
  strict?: string[];
  /** The server's warnings. */
  warnings?: string[];
  /** The object as it would be stored. */
  stored?: unknown;
  /** Our findings; none for other kinds of objects. */
  diagnostics?: Diagnostic[];
}

/** What an author should know about a policy. */
export interface Note {
  /** Whether it needs attention. */
  level: "caution" | "fact";
  /** The path of the field, as the server writes it. */
  field?: string;
  /** A sentence or more. */
  text: string;
}

/** What a policy does, in words. */
export interface Description {
  /** The name of the text, if it has one. */
  file?: string;
  /** The number of the document in its text, from 0; empty ones do not count. */
  document: number;
  /** `metadata.name` */
  name?: string;
  /** `metadata.namespace` */
  namespace?: string;
  /** Whether the server takes it; if not, it does nothing. */
  accepted: boolean;
  /** The server's message. */
  message?: string;
  /** Why it is refused. */
  diagnostics?: Diagnostic[];
  /** One line. */
  summary?: string;
  /** A paragraph. */
  sentences?: string[];
  /** What there is to know besides. */
  notes?: Note[];
}

/** Ports of one protocol. */
export interface Ports {
  /** The protocol. */
  protocol: "TCP" | "UDP" | "SCTP";
  /** `53,80-90`, or `all`. */
  ports: string;
}

/** A pair of ends that may be connected. */
export interface Connection {
  /** The source. */
  from: string;
  /** The destination. */
  to: string;
  /** On which ports. */
  connections: Ports[];
}

/** A pair of ends and what gets through. */
export interface ProbedPair {
  /** The source. */
  from: string;
  /** The destination. */
  to: string;
  /** Those of the probes that get through. */
  allowed: string[];
}

/** What gets through between every two ends. */
export interface Probed {
  /** What was tried. */
  probes: string[];
  /** All pairs. */
  connections: ProbedPair[];
}

/** A connection that is not the same in both versions. */
export interface Change {
  /** The source. */
  from: string;
  /** The destination. */
  to: string;
  /** What has become of it. */
  change: "added" | "removed" | "widened" | "narrowed" | "changed";
  /** The ports in the first version. */
  before: Ports[];
  /** The ports in the second version. */
  after: Ports[];
}

/** What differs between two versions. */
export interface Differences {
  /** Ends that only the first version has. */
  onlyBefore: string[];
  /** Ends that only the second version has. */
  onlyAfter: string[];
  /** Connections that differ. */
  changes: Change[];
}

/** What this is. */
export interface Version {
  /** The version of this package. */
  version: string;
  /** The API server that it answers like. */
  kubernetesVersion: string;
}

/** Reads texts: each document as the value that kubectl gets from it. */
export function parse(files: Files): Reading[];

/** Judges each document as the API server does. After one that is no YAML there are no more answers for its text: kubectl stops there. */
export function validate(files: Files, options?: Judging): Validation[];

/** Says in words what each policy does. Objects of other kinds are left out. */
export function describe(files: Files, options?: Judging): Description[];

/** Writes plain data as YAML that kubectl reads as the same data. */
export function emit(value: unknown): string;

/** Writes each document as kubectl would send it, before any check. */
export function canonical(files: Files): Canonical[];

/** Lists everything that may be connected. A policy that is refused does nothing: ask `validate` too. */
export function reach(files: Files, options?: ReachOptions): Connection[];

/** Tries some ports between every two pods, and with some addresses. */
export function probe(files: Files, options: ProbeOptions): Probed;

/** Says which connections one version allows and the other does not. */
export function diff(before: Files, after: Files, options?: DiffOptions): Differences;

/** Names the version of this package, and of the API server that it answers like. */
export function version(): Version;
