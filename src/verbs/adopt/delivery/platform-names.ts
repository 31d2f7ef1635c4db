import { posix } from "node:path";
import { layerIds, layers } from "../../../constructs/layers";
import { deliveries } from "../../../delivery/folders";
import { platformPrefix } from "../../../delivery/names";
import { type KubernetesObject, kindOf } from "../../../objects/kubernetes-object";
import type { MeshEngine } from "./engines";

/** Objects of one kind that synth writes to platform/. */
interface Written {
  readonly kind: string;
  readonly names: readonly string[];
  /** Undefined where only the engine knows it. */
  readonly namespace: string | undefined;
}

function writtenFor(name: string, { name: engine, delivery }: MeshEngine): readonly Written[] {
  const prefix = platformPrefix({ name });
  if (engine === "flux") {
    const names = layerIds.map((id) => `${prefix}-${posix.basename(layers[id].folder)}`);
    const namespace = delivery?.flux?.namespace ?? "flux-system";
    return [{ kind: "kustomize.toolkit.fluxcd.io/Kustomization", names, namespace }];
  }
  const { namespace, applicationNamespace = namespace, project } = delivery?.argocd ?? {};
  const names = deliveries.map((one) => `${prefix}-${one}`);
  return [
    { kind: "argoproj.io/Application", names, namespace: applicationNamespace },
    { kind: "argoproj.io/AppProject", names: project === undefined ? [name] : [], namespace },
  ];
}

/**
 * Which objects have the kind, the namespace and the name of one that synth writes to platform/.
 * @param name of the mesh
 * @returns that name, for an object whose own fits it
 */
export function platformNames(
  name: string,
  engine: MeshEngine,
): (object: KubernetesObject, fits?: (theirs: string, ours: string) => boolean) => string | undefined {
  const written = writtenFor(name, engine);
  return ({ metadata, ...object }, fits = (theirs, ours) => theirs === ours) =>
    written
      // Without a word it is the same namespace.
      .filter(
        (one) =>
          kindOf(object) === one.kind && [metadata.namespace ?? one.namespace, undefined].includes(one.namespace),
      )
      .flatMap(({ names }) => names)
      .find((ours) => fits(metadata.name, ours));
}
