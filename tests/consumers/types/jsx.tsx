// JSX with one namespace for all, as Preact and Solid have it.
/// <reference types="netpol-designer/jsx" />
declare const h: (...given: unknown[]) => unknown;

export const shown = <netpol-view view="graph" theme="dark" kubernetes-version="1.35">kind: NetworkPolicy</netpol-view>;
export const edited = <netpol-designer autosave="docs" share style="height: 40rem" title="Policies" />;
// @ts-expect-error: there is no such theme
export const wrong = <netpol-view theme="sepia" />;
