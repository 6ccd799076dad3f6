// JSX of React.
/// <reference types="netpol-designer/react" />
import { useState } from "react";

export function Page() {
  const [yaml] = useState("kind: NetworkPolicy");
  // @ts-expect-error: there is no such attribute
  const wrong = <netpol-designer autosaved="docs" />;
  return <main>{wrong}<netpol-view value={yaml} theme="light" /></main>;
}
