import type { ApiObject } from "cdk8s";
import { InputError } from "../findings/input-error";
import type { KubernetesObject } from "../mesh/mesh";
import { isLiteral } from "./literal-object";

/**
 * An object as its construct renders it, patches of the user's own included.
 * @throws InputError naming the construct when it cannot be rendered
 */
export function manifestOf(object: ApiObject): KubernetesObject {
  try {
    return object.toJson() as KubernetesObject;
  } catch (error) {
    throw InputError.of(`cannot be rendered: ${reason(error)}`, { construct: object.node.path });
  }
}

/**
 * The same for an object of meshstep's own: a patch may change what it says, but not which object it is, nor the version that the plan
 * has proved for this phase.
 * @throws InputError naming the construct
 */
export function plannedManifest(object: ApiObject): KubernetesObject {
  const manifest = manifestOf(object);
  if (!isLiteral(object) || !object.isPatched) return manifest;
  const planned = identityOf(object.unpatched());
  const patched = identityOf(manifest);
  const changed = Object.keys(planned).filter((path) => planned[path] !== patched[path]);
  if (changed.length === 0) return manifest;
  throw new InputError(
    changed.map((path) => ({
      construct: object.node.path,
      message: `a patch changes ${path} from ${planned[path]} to ${patched[path]}`,
      hint: "what the plan has decided is changed in the mesh's description, so that it is planned and proved again",
    })),
  );
}

function identityOf(manifest: object): Readonly<Record<string, unknown>> {
  const { apiVersion, kind, metadata, spec } = manifest as {
    apiVersion?: unknown;
    kind?: unknown;
    metadata?: { name?: unknown; namespace?: unknown };
    spec?: { version?: unknown };
  };
  return {
    apiVersion,
    kind,
    "metadata.name": metadata?.name,
    "metadata.namespace": metadata?.namespace,
    "spec.version": spec?.version,
  };
}

/** cdk8s names the construct in a sentence of its own; what follows it is the reason. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^Failed serializing construct at path .*?': (Error: )?/s, "").split("\n")[0] ?? message;
}
