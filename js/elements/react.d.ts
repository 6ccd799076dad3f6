// Made of js/src/elements.rs by the tests of netpol-js.
import type { NetpolDesignerAttributes, NetpolViewAttributes } from "./jsx.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "netpol-designer": NetpolDesignerAttributes;
      "netpol-view": NetpolViewAttributes;
    }
  }
}
