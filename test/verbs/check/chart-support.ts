import { checkPaths } from "../../../src/verbs/check/check-paths";
import { checkTransition } from "../../../src/verbs/check/check-step";
import { folderWith } from "../../support/folder";

/** Meshes that Helm installs, as Flux, Argo CD and kustomize are told to. */

export type Files = Readonly<Record<string, string>>;

export const charts = "https://istio-release.storage.googleapis.com/charts";

interface Asked {
  readonly name?: string;
  readonly version?: string;
  /** A line of YAML each, without its indentation. */
  readonly values?: readonly string[];
  readonly after?: string;
  /** More of the spec. */
  readonly spec?: string;
}

const indented = (lines: readonly string[], by: number) => lines.map((line) => `${" ".repeat(by)}${line}\n`).join("");

/** A HelmRelease of Flux: its version stands in line 8. */
export const release = (
  chart: string,
  { name = chart, version = "1.30.3", values = [], after, spec = "" }: Asked = {},
) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${name}, namespace: istio-system }
spec:
  interval: 1h
  chart:
    spec:
${version === "" ? "" : `      version: "${version}"\n`}      chart: ${chart}
      sourceRef: { kind: HelmRepository, name: istio }
${after === undefined ? "" : `  dependsOn: [{ name: ${after} }]\n`}${spec}${
  values.length > 0 ? `  values:\n${indented(values, 4)}` : ""
}`;

interface AskedOfArgo extends Asked {
  readonly cluster?: string;
  readonly wave?: string;
  /** The end of its source. */
  readonly source?: string;
}

/** An Application of Argo CD: its version stands in line 8. */
export const application = (
  chart: string,
  {
    name = chart,
    version = "1.30.3",
    values = [],
    cluster = "https://kubernetes.default.svc",
    wave,
    source = "",
  }: AskedOfArgo = {},
) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd${wave === undefined ? "" : `, annotations: { argocd.argoproj.io/sync-wave: "${wave}" }`} }
spec:
  project: default
  destination: { server: ${cluster}, namespace: istio-system }
  source:
    targetRevision: "${version}"
    chart: ${chart}
    repoURL: ${charts}
${values.length > 0 ? `    helm:\n      valuesObject:\n${indented(values, 8)}` : ""}${source}`;

export const ambient: readonly string[] = ["profile: ambient"];

/** An ambient mesh of Flux, with other charts in place of some of its own. */
export const mesh = (others: Files = {}): Files => ({
  "mesh/base.yaml": release("base"),
  "mesh/istiod.yaml": release("istiod", { values: ambient, after: "base" }),
  "mesh/cni.yaml": release("cni", { values: ambient, after: "istiod" }),
  "mesh/ztunnel.yaml": release("ztunnel", { after: "cni" }),
  ...others,
});

/** The same of Argo CD. */
export const applications = (others: Files = {}): Files => ({
  "apps/base.yaml": application("base", { wave: "0" }),
  "apps/istiod.yaml": application("istiod", { wave: "1", values: ambient }),
  "apps/cni.yaml": application("cni", { wave: "2", values: ambient }),
  "apps/ztunnel.yaml": application("ztunnel", { wave: "3" }),
  ...others,
});

export const namespace = (name: string, label: string, value: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  labels:\n    ${label}: ${value}\n`;

const choices = { acceptedJumps: [] };
const asked = /^(AMB00[12]|CP00[23]|ZTN00[23]|DEL008|REV006|SKEW\d+|VER\d+|WAV001)$/;

/** What is said of charts: rule, severity, place. */
export function said(files: Files, rules = asked): readonly string[] {
  return linesOf(checkPaths(["."], choices, { cwd: folderWith(files) }), rules);
}

export function notes(files: Files): string {
  return checkPaths(["."], choices, { cwd: folderWith(files) }).notes.join("\n");
}

/** What is said of the way between two folders, and of where it leads. */
export function saidOfStep(before: Files, after: Files): readonly string[] {
  const under = (name: string, files: Files) =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`${name}/${path}`, text]));
  const cwd = folderWith({ ...under("before", before), ...under("after", after) });
  return linesOf(checkTransition({ from: "before", to: ["after"] }, choices, { cwd }));
}

function linesOf({ findings }: ReturnType<typeof checkPaths>, rules = asked): readonly string[] {
  return findings
    .filter(({ rule }) => rules.test(rule))
    .map(({ rule, severity, place, fixes }) =>
      [rule, severity, `${place?.file}:${place?.line}`, ...(fixes ? ["fix"] : [])].join(" "),
    );
}
