import { identity, kindOf } from "../../../objects/kubernetes-object";
import type { FileObject } from "../../../repository/objects/file-object";

/** What a mesh does not have without an object, by its kind: the gravest first. */
const lacks: readonly (readonly [kind: string, what: string])[] = [
  ["sailoperator.io/Istio", "there is no control plane without it"],
  ["sailoperator.io/ZTunnel", "ambient pods have no ztunnel without it"],
  [
    "sailoperator.io/IstioCNI",
    "without it pods with a sidecar do not start on OpenShift, and ambient pods are not led to ztunnel",
  ],
  ["sailoperator.io/IstioRevisionTag", "what asks for that tag is not injected without it"],
  ["operators.coreos.com/Subscription", "OLM installs nothing without it"],
  ["security.istio.io/AuthorizationPolicy", "what it refuses is let through without it"],
  ["security.istio.io/PeerAuthentication", "plain text goes on as the mesh has it without it"],
  ["security.istio.io/RequestAuthentication", "no token is looked at without it"],
];

/**
 * What follows from leaving a file out, as the end of a sentence; empty where others bring objects of the same names.
 * @param isBuilt what some kustomization lists
 */
export function lossOfFile(
  file: string,
  objects: readonly FileObject[],
  isBuilt: (one: FileObject) => boolean,
): string {
  const there = new Set(objects.flatMap((one) => (isBuilt(one) ? [identity(one.object)] : [])));
  const lost = objects.filter((one) => one.file === file && !there.has(identity(one.object)));
  const [, what] = lacks.find(([kind]) => lost.some(({ object }) => kindOf(object) === kind)) ?? [];
  return what === undefined ? "" : ` (${what})`;
}
