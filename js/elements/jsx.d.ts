// Made of js/src/elements.rs by the tests of netpol-js.

/** Attributes of every element, as far as they are common. */
export interface CommonAttributes {
  id?: string;
  class?: string;
  className?: string;
  style?: unknown;
  title?: string;
  lang?: string;
  dir?: string;
  role?: string;
  slot?: string;
  part?: string;
  tabIndex?: number;
  hidden?: boolean;
  children?: unknown;
  key?: string | number | bigint | null;
  ref?: unknown;
}

/** Attributes of `<netpol-designer>`. The whole designer: form, text, meaning, problems and connections of a workspace of NetworkPolicies. */
export interface NetpolDesignerAttributes extends CommonAttributes {
  /** YAML, one or many documents; setting it replaces the workspace. It goes before content. */
  "value"?: string;
  /** The address of a file of the page's own site, which replaces the workspace. */
  "src"?: string;
  /** A key: the workspace is kept in this browser under it, and goes before `value` at the next visit. */
  "autosave"?: string;
  /** Links to the page can hold the workspace; for the one designer of a page. The word `frames` adds a button that copies a frame. */
  "share"?: boolean | "";
  /** The workspace is only shown; so it is in a `fieldset` that is disabled. */
  "readonly"?: boolean | "";
  /** The tab of the consequences that is open. */
  "view"?: "yaml" | "meaning" | "problems" | "reach" | "changes";
  /** The server that judges, as in `1.35`. */
  "kubernetes-version"?: string;
  /** Its colors; those of the page if it is left out. */
  "theme"?: "light" | "dark";
  /** The language of its own words, `en`, `de` or `ja`, or that of the page around it; left empty, that of the browser, with a choice. A page has one. */
  "lang"?: string;
  /** The name of its text among what a form sends. */
  "name"?: string;
}

/** Attributes of `<netpol-view>`. Shows NetworkPolicies, and only shows them: what they do, what is wrong, a picture, a table, their text. */
export interface NetpolViewAttributes extends CommonAttributes {
  /** YAML, one or many documents; goes before content and `src`. */
  "value"?: string;
  /** The address of a file of the page's own site. */
  "src"?: string;
  /** What to show, of `problems`, `meaning`, `graph`, `table`, `notes` and `yaml`; all but `table` and `yaml` if it is left out. */
  "view"?: string;
  /** The server that judges, as in `1.35`. */
  "kubernetes-version"?: string;
  /** Its colors; those of the page if it is left out. */
  "theme"?: "light" | "dark";
  /** The language of its words, `en`, `de` or `ja`, or that of the page around it. */
  "lang"?: string;
}

declare global {
  namespace JSX {
    interface IntrinsicElements {
      "netpol-designer": NetpolDesignerAttributes;
      "netpol-view": NetpolViewAttributes;
    }
  }
}
