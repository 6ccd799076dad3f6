// Made of js/src/elements.rs by the tests of netpol-js.

/** Something wrong or surprising in the workspace. */
export interface DesignerDiagnostic {
  /** The number of the manifest, from 0. */
  document: number;
  severity: "error" | "warning";
  /** Its number, such as `NP004`. */
  code: string;
  /** The field, as the server writes it. */
  path: string;
  message: string;
  help?: string;
}

/** The detail of `netpol-change` of `<netpol-designer>`. */
export interface NetpolDesignerChange {
  /** The text of all manifests. */
  yaml: string;
  /** What is wrong or surprising in it. */
  diagnostics: DesignerDiagnostic[];
}

/** The detail of `netpol-error` of `<netpol-designer>`. */
export interface NetpolDesignerError {
  /** Why. */
  message: string;
}

/** The whole designer: form, text, meaning, problems and connections of a workspace of NetworkPolicies. */
export class NetpolDesigner extends HTMLElement {
  /** YAML, one or many documents. */
  value: string;
  /** Settles once the designer is drawn. */
  readonly ready: Promise<void> | null;
  /** After each change. */
  addEventListener(type: "netpol-change", listener: (event: CustomEvent<NetpolDesignerChange>) => void, options?: boolean | AddEventListenerOptions): void;
  /** When a file cannot be loaded, or the designer has stopped; the text stays. */
  addEventListener(type: "netpol-error", listener: (event: CustomEvent<NetpolDesignerError>) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  /** After each change. */
  removeEventListener(type: "netpol-change", listener: (event: CustomEvent<NetpolDesignerChange>) => void, options?: boolean | EventListenerOptions): void;
  /** When a file cannot be loaded, or the designer has stopped; the text stays. */
  removeEventListener(type: "netpol-error", listener: (event: CustomEvent<NetpolDesignerError>) => void, options?: boolean | EventListenerOptions): void;
  removeEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => unknown, options?: boolean | EventListenerOptions): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "netpol-designer": NetpolDesigner;
  }
}
