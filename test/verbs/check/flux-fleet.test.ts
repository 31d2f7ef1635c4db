import { checkPaths } from "../../../src/verbs/check/check-paths";
import { checkTransition } from "../../../src/verbs/check/check-step";
import { folderWith } from "../../support/folder";

/* Three clusters of Flux in one repository, whose Kustomizations bear the same names. */

type Files = Readonly<Record<string, string>>;

const names = ["east", "north", "west"] as const;
const kustomization = (name: string, path: string, waits: readonly string[] = []) => `---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  interval: 10m
  path: ./${path}
  prune: true
  sourceRef: { kind: GitRepository, name: fleet }
  dependsOn: [${waits.map((one) => `{ name: ${one} }`).join(", ")}]
`;
const fleet: Files = {
  "mesh/istio.yaml": `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default, annotations: { kustomize.toolkit.fluxcd.io/prune: disabled } }
spec: { version: v1.28.3, namespace: istio-system, updateStrategy: { type: InPlace } }
`,
  "apps/shop.yaml":
    "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio-injection: enabled }, annotations: { kustomize.toolkit.fluxcd.io/prune: disabled } }\n",
  ...Object.fromEntries(
    names.flatMap((name) => [
      [`clusters/${name}/flux-system/sync.yaml`, kustomization("flux-system", `clusters/${name}`)],
      [`clusters/${name}/mesh.yaml`, kustomization("mesh", "mesh")],
      [`clusters/${name}/apps.yaml`, kustomization("apps", "apps", ["mesh"])],
    ]),
  ),
};

const choices = { acceptedJumps: [], distribution: "sail", release: "1.28.3" } as const;
const waits = (files: Files, before?: Files) => {
  const to = folderWith(files);
  const { findings } = before
    ? checkTransition({ from: folderWith(before), to: [to], fromRelease: "1.28.3" }, choices, { cwd: "/" })
    : checkPaths([to], choices, { cwd: "/" });
  return findings.flatMap(({ rule, severity, message, place }) =>
    rule === "DEL008" ? [`${severity} ${place?.file.split("/").slice(-3).join("/")} ${message}`] : [],
  );
};

test("each waits for its own", () => {
  expect(waits(fleet)).toEqual([]);
});

test.each(names)("in %s one waits for what is not there", (name) => {
  const file = `clusters/${name}/apps.yaml`;
  expect(waits({ ...fleet, [file]: kustomization("apps", "apps", ["control-plane"]) })).toEqual([
    expect.stringMatching(`^warning ${file} .*waits for Kustomization flux-system/control-plane, which is not among`),
  ]);
  expect(waits({ ...fleet, [file]: kustomization("apps", "apps", ["meshh"]) })).toEqual([
    expect.stringMatching(`^error ${file} .*waits for Kustomization flux-system/meshh, which is not among`),
  ]);
});

test("what only another cluster has is not there", () => {
  const file = "clusters/east/apps.yaml";
  const west = { "clusters/west/gates.yaml": kustomization("gates", "gates") };
  expect(waits({ ...fleet, ...west, [file]: kustomization("apps", "apps", ["gates"]) })).toEqual([
    expect.stringMatching(`^warning ${file} .*flux-system/gates, which is not among`),
  ]);
  const own = { ...west, "clusters/east/gates.yaml": kustomization("gates", "gates") };
  expect(waits({ ...fleet, ...own, [file]: kustomization("apps", "apps", ["gates"]) })).toEqual([]);
});

test("what all of them apply from one folder is there in each", () => {
  const shared = {
    "clusters/shared/gates.yaml": kustomization("gates", "gates"),
    ...Object.fromEntries(
      names.flatMap((name) => [
        [`clusters/${name}/shared.yaml`, kustomization("shared", "clusters/shared")],
        [`clusters/${name}/apps.yaml`, kustomization("apps", "apps", ["gates"])],
      ]),
    ),
  };
  expect(waits({ ...fleet, ...shared })).toEqual([]);
});

test("one cluster has a circle", () => {
  const files = { ...fleet, "clusters/east/mesh.yaml": kustomization("mesh", "mesh", ["apps"]) };
  expect(waits(files)).toEqual([expect.stringMatching("^error clusters/east/apps.yaml .*waits for itself")]);
});

test("a step takes away what one cluster waits for", () => {
  const { "clusters/north/mesh.yaml": _, ...after } = fleet;
  expect(waits(after, fleet)).toContainEqual(
    expect.stringMatching("^error clusters/north/apps.yaml .*flux-system/mesh, which is gone after this step"),
  );
  const let1 = { ...after, "clusters/north/apps.yaml": kustomization("apps", "apps") };
  expect(waits(let1, fleet)).toEqual([]);
});

test("a tree of Flux is shown what Flux says, and one of Argo CD what that says", () => {
  const cited = (files: Files) => {
    const { findings } = checkPaths([folderWith(files)], choices, { cwd: "/" });
    return findings.flatMap(({ rule, citation }) => (rule === "DEL004" ? [citation] : []));
  };
  const shop = "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio-injection: enabled } }\n";
  expect(cited({ ...fleet, "apps/shop.yaml": shop })).toEqual([expect.stringMatching(/^Flux, Kustomization/)]);
  const { "mesh/istio.yaml": istio = "" } = fleet;
  const kept = istio.replace(
    "kustomize.toolkit.fluxcd.io/prune: disabled",
    "argocd.argoproj.io/sync-options: Prune=false",
  );
  expect(cited({ "mesh/istio.yaml": kept, "mesh/shop.yaml": shop })).toContainEqual(
    expect.stringMatching(/^Argo CD, Sync Options/),
  );
});
