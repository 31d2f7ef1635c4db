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
  /** Versions of its pods, as far as they are in the input. */
  readonly ztunnelPods: Iterable<string>;
}

/** A mesh in the middle of an upgrade has parts that are ahead: the oldest version is where it came from. */
export function partVersions(controlPlane: string, parts: Parts): PartVersions {
  const [cni, ztunnel] = [exactVersion(parts.cni) ?? controlPlane, exactVersion(parts.ztunnel) ?? controlPlane];
  const replaced = pendingZtunnels(ztunnel, parts);
  if (parts.elsewhere) {
    const running = { ...(cni !== controlPlane && { cni }), ...replaced };
    return { version: controlPlane, ...(Object.keys(running).length > 0 && { running }) };
  }
  const version = [controlPlane, cni, ztunnel].sort(compareVersions)[0] as string;
  const running = {
    ...(controlPlane !== version && { controlPlane }),
    ...(cni !== version && { cni }),
    // What a mesh does not have runs no version; an ambient one gets what it lacks.
    ...(parts.ambient && ztunnel !== version && { ztunnel }),
    ...replaced,
  };
  if (Object.keys(running).length === 0) return { version };
  const behind = [parts.cni, parts.ztunnel].find((one) => one && (exactVersion(one) ?? controlPlane) !== controlPlane);
  if (!behind)
    return { version, running, because: "pods of ztunnel in the input run another version than ZTunnel asks for" };
  const said = `${objectId(behind)} spec.version ${textAt(behind, "spec", "version")}`;
  return {
    version,
    running,
    because: `${said}, and Istio's is ${controlPlane}: the mesh is in the middle of an upgrade${supposed(parts, running)}`,
  };
}

/** What is not in the input has no version there. */
function supposed({ cni, ztunnel }: Parts, running: NonNullable<PartVersions["running"]>): string {
  const missing = [
    ...(running.cni !== undefined && !cni ? ["IstioCNI"] : []),
    ...(running.ztunnel !== undefined && !ztunnel ? ["ZTunnel"] : []),
  ];
  if (missing.length === 0) return "";
  return `; ${missing.join(" and ")}, not in the input, ${missing.length > 1 ? "are" : "is"} supposed to run what Istio does`;
}

/** Under OnDelete old pods stay until somebody replaces them: the phase that does is planned where they are named. */
function pendingZtunnels(version: string, { ambient, ztunnel, ztunnelPods }: Parts): { readonly ztunnel?: string[] } {
  const isByHand = textAt(ztunnel, "spec", "values", "ztunnel", "updateStrategy", "type") === "OnDelete";
  const versions = [...new Set([...ztunnelPods, version])].sort(compareVersions);
  // Newer pods than the object asks for are no state of a row.
  return ambient && isByHand && versions.length > 1 && versions.at(-1) === version ? { ztunnel: versions } : {};
}

function exactVersion(object: KubernetesObject | undefined): string | undefined {
  const written = textAt(object, "spec", "version");
  if (written === undefined || isAlias(written) || !exactIstioVersion.safeParse(written).success) return undefined;
  return withV(written);
}
