import { helmsOwn } from "./charts/chart-build";

const intoDefault = /(?:^\s+|[{,]\s*)namespace: ["']?default["']?\s*(?:$|[,}])/m;

const madeByHelm = /^# Source: \S+\/templates\//m;

/** Whether what Helm made holds objects of the namespace that it takes where nobody names one. */
export function isForDefault(text: string): boolean {
  return intoDefault.test(text);
}

/** Whether a text that somebody pipes says that Helm made it. */
export function isMadeByHelm(text: string): boolean {
  return madeByHelm.test(text);
}

/** What is said of a pipe. */
export const pipedForDefault =
  "the pipe holds what Helm made for namespace default; helm template NAME CHART --namespace NAMESPACE | meshstep adopt - takes another";

/** Why the namespace of a part is a guess; undefined for another namespace. */
export function whyGuessed(namespace: string): string | undefined {
  return namespace === helmsOwn
    ? "Helm's namespace for a release that is told none; write the one that the release is installed in"
    : undefined;
}
