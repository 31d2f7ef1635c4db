import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

/* What whoever applies a folder says of all of its objects counts for each of them, unless that says otherwise itself. */

const object = (kind: string, options = "") => `apiVersion: sailoperator.io/v1
kind: ${kind}
metadata:
  name: default${options && `\n  annotations: { argocd.argoproj.io/sync-options: '${options}' }`}
spec: { version: v1.28.3, namespace: istio-system }
`;

const application = (name: string, options: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  project: default
  destination: { server: https://kubernetes.default.svc }
  source: { repoURL: https://example.com/mesh.git, targetRevision: main, path: mesh }
  syncPolicy: { automated: { prune: true }, syncOptions: [${options}] }
`;

const kustomization = (spec: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: mesh, namespace: flux-system }
spec: { interval: 10m, path: ./mesh, sourceRef: { kind: GitRepository, name: mesh }, ${spec} }
`;

/** The rules about the engine that have something to say of the Istio object. */
function said(engine: string, own = ""): readonly string[] {
  const files = {
    "engine.yaml": engine,
    "mesh/istio.yaml": object("Istio", own),
    "mesh/cni.yaml": object("IstioCNI", own),
  };
  const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd: folderWith(files) });
  return findings.flatMap(({ rule, object, severity }) =>
    /^DEL00[45]$/.test(rule) && object === "Istio/default" ? [`${rule} ${severity}`] : [],
  );
}

const skips = "SkipDryRunOnMissingResource=true";

test.each([
  ["an Application that says nothing", application("mesh", ""), "", ["DEL004 warning"]],
  ["an Application that prunes nothing", application("mesh", "Prune=false"), "", []],
  ["one that asks before", application("mesh", "Prune=confirm"), "", []],
  ["one that says that it prunes", application("mesh", "Prune=true"), "", ["DEL004 warning"]],
  ["an object that says otherwise", application("mesh", "Prune=false"), "Prune=true", ["DEL004 error"]],
  [
    "an object that skips the dry run, and its Application all",
    application("mesh", `Prune=false,${skips}`.replace(",", ", ")),
    skips,
    [],
  ],
  [
    "two of which one prunes",
    `${application("mesh", "Prune=false")}---\n${application("other", "Prune=true")}`,
    "",
    ["DEL004 warning"],
  ],
  ["a Kustomization that prunes", kustomization("prune: true"), "", ["DEL004 warning"]],
  ["a Kustomization that prunes nothing", kustomization("prune: false"), "", []],
  [
    "a Kustomization that writes it on all",
    kustomization("prune: true, commonMetadata: { annotations: { kustomize.toolkit.fluxcd.io/prune: disabled } }"),
    "",
    [],
  ],
])("%s", (_what, engine, own, expected) => {
  expect(said(engine, own)).toEqual(expected);
});

test("options that an overlay gives to the Application", () => {
  const files = {
    "apps/kustomization.yaml":
      'resources: [mesh.yaml]\npatches:\n  - target: { kind: Application }\n    patch: \'[{ "op": "replace", "path": "/spec/syncPolicy/syncOptions", "value": ["Prune=false"] }]\'\n',
    "apps/mesh.yaml": application("mesh", ""),
    "mesh/istio.yaml": object("Istio"),
  };
  const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd: folderWith(files) });
  expect(findings.filter(({ rule }) => rule === "DEL004")).toEqual([]);
});
