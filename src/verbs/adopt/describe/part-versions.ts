import { compareVersions, isAlias, withV } from "../../../catalog/version";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import type { Running } from "../../../mesh/running-schema";
import { exactIstioVersion } from "../../../mesh/scalars";
import { textAt } from "../../../objects/object-paths";

/** Which versions the parts of a mesh run, as mesh.yaml says it. */
export interface PartVersions {
  /** The one that an upgrade started from. */
  readonly version: string;
  /** What does not run that one; left out where all parts run the same. */
  readonly running?: Pick<Running, "controlPlane" | "cni" | "ztunnel">;
  readonly because?: string;
}

interface Parts {
  readonly ambient: boolean;
  /** Whether the CNI plugin is another mesh's: where it stands does not say where this one came from. */
  readonly elsewhere: boolean;
  readonly cni: KubernetesObject | undefined;
  readonly ztunnel: KubernetesObject | undefined;
}

/** A mesh in the middle of an upgrade has parts that are ahead: the oldest version is where it came from. */
export function partVersions(controlPlane: string, parts: Parts): PartVersions {
  const [cni, ztunnel] = [exactVersion(parts.cni) ?? controlPlane, exactVersion(parts.ztunnel) ?? controlPlane];
  if (parts.elsewhere) return { version: controlPlane, ...(cni !== controlPlane && { running: { cni } }) };
  const version = [controlPlane, cni, ztunnel].sort(compareVersions)[0] as string;
  const running = {
    ...(controlPlane !== version && { controlPlane }),
    ...(cni !== version && { cni }),
    // What a mesh does not have runs no version; an ambient one gets what it lacks.
    ...(parts.ambient && ztunnel !== version && { ztunnel }),
  };
  if (Object.keys(running).length === 0) return { version };
  const behind = [parts.cni, parts.ztunnel].find((one) => one && (exactVersion(one) ?? controlPlane) !== controlPlane);
  const said = behind ? `${objectId(behind)} spec.version ${textAt(behind, "spec", "version")}` : "";
  return {
    version,
    running,
    because: `${said}, and Istio's is ${controlPlane}: the mesh is in the middle of an upgrade`,
  };
}

function exactVersion(object: KubernetesObject | undefined): string | undefined {
  const written = textAt(object, "spec", "version");
  if (written === undefined || isAlias(written) || !exactIstioVersion.safeParse(written).success) return undefined;
  return withV(written);
}
