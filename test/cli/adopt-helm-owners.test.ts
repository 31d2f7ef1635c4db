import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * A release that somebody installs with Helm itself deletes what it has installed when it is uninstalled, whoever applies that by then.
 */

const object = (kind: string, release: string | undefined, labels = "") =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default, uid: a, resourceVersion: "1"${release === undefined ? "" : `, annotations: { meta.helm.sh/release-name: ${release}, meta.helm.sh/release-namespace: ops }`}${labels} }\nspec: { version: v1.28.3, namespace: istio-system }\n`;
const policy =
  "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: default, namespace: istio-system, uid: c, annotations: { meta.helm.sh/release-name: policies, meta.helm.sh/release-namespace: apps } }\nspec: { mtls: { mode: STRICT } }\n";

async function told(...objects: readonly string[]): Promise<readonly string[]> {
  const { err } = await runCli(
    ["adopt", "-", "--distribution", "sail", "-o", "mesh.yaml"],
    folderWith({}),
    objects.join("---\n"),
  );
  const lines = err.split("\n").map((line) => line.replace(/^note: /, ""));
  const start = lines.findIndex((line) => /of Helm ha(s|ve) installed/.test(line));
  return start < 0 ? [] : lines.slice(start, start + 4);
}

test("the release is halted, the live folder delivered, and Helm forgets it", async () => {
  expect(await told(object("Istio", "mesh"), object("IstioCNI", "mesh"))).toEqual([
    "a release of Helm has installed parts of the mesh: mesh in namespace ops (Istio/default, IstioCNI/default). helm uninstall deletes these, a control plane that is in use included, and so does an upgrade whose chart has them no more, whoever applies them by then. In this order (docs/adopt.md of meshstep says why):",
    "  1. halt what upgrades it (pipelines, Helmfile, Terraform), and uninstall nothing",
    "  2. deliver the live folder (synth, promote, then what synth wrote to platform/), and wait until it is applied",
    "  3. where helm get manifest shows nothing but the mesh, let Helm forget the release, which leaves every object as it is: kubectl delete secret -n ops -l owner=helm,name=mesh; otherwise annotate each object of the mesh in the cluster with helm.sh/resource-policy=keep, then upgrade to a chart without them",
  ]);
});

test("what Helm writes onto what runs is no part of mesh.yaml; what stands in files is", async () => {
  const marks =
    "labels: { app.kubernetes.io/managed-by: Helm, team: a }, annotations: { meta.helm.sh/release-name: mesh, meta.helm.sh/release-namespace: ops }";
  const adopted = async (server: string) => {
    const folder = folderWith({});
    const istio = `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default, ${server}${marks} }\nspec: { version: v1.28.3, namespace: istio-system }\n`;
    await runCli(["adopt", "-", "--distribution", "sail", "-o", "mesh.yaml"], folder, istio);
    const { spec } = parse(readFileSync(join(folder, "mesh.yaml"), "utf8"));
    return spec.controlPlane;
  };
  const live = await adopted('uid: a, resourceVersion: "1", ');
  expect(live.labels).toEqual({ team: "a" });
  expect(live).not.toHaveProperty("annotations");
  expect(await adopted("")).toMatchObject({
    labels: { "app.kubernetes.io/managed-by": "Helm" },
    annotations: { "meta.helm.sh/release-name": "mesh" },
  });
});

test("several releases are told together", async () => {
  const [first, ...steps] = await told(object("Istio", "mesh"), object("IstioCNI", "mesh"), policy);
  expect(first).toContain(
    "2 releases of Helm have installed parts of the mesh: mesh in namespace ops (Istio/default, IstioCNI/default), policies in namespace apps (PeerAuthentication/istio-system/default).",
  );
  expect(steps[2]).toContain(
    "-n ops -l owner=helm,name=mesh, kubectl delete secret -n apps -l owner=helm,name=policies;",
  );
});

test.each([
  ["nobody's release", object("Istio", undefined)],
  [
    "a HelmRelease of Flux, of which others speak",
    object("Istio", "mesh", ", labels: { helm.toolkit.fluxcd.io/name: mesh }"),
  ],
])("silent: %s", async (_what, input) => {
  expect(await told(input, object("IstioCNI", undefined))).toEqual([]);
});
