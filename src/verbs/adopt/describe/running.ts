import { isAlias, withV } from "../../../catalog/version";
import type { Running } from "../../../mesh/running-schema";
import type { AdoptedRevisions } from "./revisions";

/** What `spec.running` says of them. */
export function runningOf(
  { active, beside, hold, movedTags, movedGateways, workloads }: AdoptedRevisions,
  cni: string | undefined,
  { asking, moved: movedNamespaces }: { readonly asking: readonly string[]; readonly moved: readonly string[] },
): Running | undefined {
  const version = beside?.version ?? active.version;
  const moved = beside ? [...movedTags, ...movedNamespaces] : [];
  const runs = asking.flatMap((name) => {
    const versions = beside ? (workloads.get(name) ?? []) : [];
    return versions.length > 0
      ? [[name, versions.length === 1 ? (versions[0] as string) : [...versions]] as const]
      : [];
  });
  const plugin = cni === undefined || isAlias(cni) ? undefined : withV(cni);
  const running: Running = {
    ...(beside && { controlPlane: [beside.version, active.version] }),
    ...(plugin !== undefined && plugin !== version && { cni: plugin }),
    ...(moved.length > 0 && { revisions: Object.fromEntries(moved.map((name) => [name, active.version])) }),
    ...(beside &&
      movedGateways.length > 0 && {
        gatewayRevisions: Object.fromEntries(movedGateways.map((id) => [id, active.version])),
      }),
    ...(runs.length > 0 && { workloads: Object.fromEntries(runs) }),
    ...(hold !== undefined && { hold }),
  };
  return Object.keys(running).length > 0 ? running : undefined;
}
