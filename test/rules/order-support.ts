import type { KubernetesObject } from "../../src/mesh/mesh";
import type { CheckedObject, ManifestSet } from "../../src/rules/rule";
import { cni, istio, setOf, ztunnel } from "./support";

const waveKey = "argocd.argoproj.io/sync-wave";
export const annotated = (object: KubernetesObject, annotations: Record<string, string>): KubernetesObject => ({
  ...object,
  metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...annotations } },
});
export const inWave = (wave: string, object: KubernetesObject) => annotated(object, { [waveKey]: wave });
export const job = (name: string): KubernetesObject => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name, namespace: "istio-system" },
});
const marker: KubernetesObject = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "meshstep-prod", namespace: "istio-system" },
  data: { mesh: "prod", phase: "00-baseline", plan: "x" },
};
export const sails = (...waves: [string, string, string]) => [
  inWave(waves[0], istio("v1.28.3")),
  inWave(waves[1], cni("v1.28.3")),
  inWave(waves[2], ztunnel("v1.28.3")),
];

/** Manifests of a snapshot of ours, by their folder. */
export function inFolders(folders: Readonly<Record<string, readonly KubernetesObject[]>>): ManifestSet {
  const objects = Object.entries(folders).flatMap(([folder, members]) =>
    members.map(
      (object): CheckedObject => ({
        object,
        file: `/repo/live/prod/${folder}/${object.kind}-${object.metadata.name}.yaml`,
      }),
    ),
  );
  return { ...setOf("openshift", []), objects };
}

export const layers = {
  "mesh/05-precheck": [inWave("5", job("prod-precheck"))],
  "mesh/20-control-plane": [inWave("20", istio("v1.28.3"))],
  "mesh/30-cni": [inWave("30", cni("v1.28.3"))],
  "mesh/40-ztunnel": [inWave("40", ztunnel("v1.28.3"))],
  "mesh/90-verify": [inWave("90", job("prod-verify"))],
  "mesh/95-marker": [inWave("95", marker)],
};
