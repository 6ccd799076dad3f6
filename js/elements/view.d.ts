// Made of js/src/elements.rs by the tests of netpol-js.
import type { Diagnostic } from "./core.js";

/** The detail of `netpol-change` of `<netpol-view>`. */
export interface NetpolViewChange {
  /** The text that is shown. */
  yaml: string;
  /** What is wrong or surprising in it. */
  diagnostics: Diagnostic[];
}

/** The detail of `netpol-error` of `<netpol-view>`. */
export interface NetpolViewError {
  /** Why. */
  message: string;
}

/** Shows NetworkPolicies, and only shows them: what they do, what is wrong, a picture, a table, their text. */
export class NetpolView extends HTMLElement {
  /** YAML, one or many documents. */
  value: string;
  /** After each drawing. */
  addEventListener(type: "netpol-change", listener: (event: CustomEvent<NetpolViewChange>) => void, options?: boolean | AddEventListenerOptions): void;
  /** When something cannot be shown; the text stays readable. */
  addEventListener(type: "netpol-error", listener: (event: CustomEvent<NetpolViewError>) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  /** After each drawing. */
  removeEventListener(type: "netpol-change", listener: (event: CustomEvent<NetpolViewChange>) => void, options?: boolean | EventListenerOptions): void;
  /** When something cannot be shown; the text stays readable. */
  removeEventListener(type: "netpol-error", listener: (event: CustomEvent<NetpolViewError>) => void, options?: boolean | EventListenerOptions): void;
  removeEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => unknown, options?: boolean | EventListenerOptions): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "netpol-view": NetpolView;
  }
}
