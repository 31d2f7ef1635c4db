import { isDefaultRevision } from "../../catalog/revisions";
import type { MeshPath } from "../../findings/finding";
import { isRevisionBased } from "../istiod";
import type { Mesh } from "../mesh";
import { isIstiod, ourIstiod } from "./addresses";
import { platformSettings } from "./common";
import type { Setting } from "./setting";

/** Settings of ztunnel that have keys of their own in mesh.yaml. */
interface ZtunnelKeys {
  /** Seconds. */
  readonly terminationGracePeriodSeconds?: number | undefined;
  readonly updateStrategy?: string | undefined;
}

/** The namespace that ztunnel's chart looks for istiod in. */
const chartNamespace = "istio-system";

/** What keys of mesh.yaml decide under `spec.values` of ZTunnel, now and after the upgrade. */
export function ztunnelSettings(mesh: Mesh): readonly Setting[] {
  return [
    ...ztunnelConnection(mesh, isRevisionBased(mesh) ? undefined : mesh.controlPlane.name),
    ...addresses(mesh),
    ...ztunnelRoll(mesh.ztunnel ?? {}, ["spec", "ztunnel"]),
    ...ztunnelRoll(mesh.upgrade?.ztunnel ?? {}, ["spec", "upgrade", "ztunnel"]).map(changed),
    { at: ["ztunnel", "resourceName"], value: "ztunnel", from: ["spec", "ztunnel"], hint: named },
    ...platformSettings(mesh),
  ];
}

/**
 * Which istiod ztunnel connects to: the chart builds the address from these two, and takes `istiod.istio-system` without them.
 *
 * By values and not by `spec.targetRef`: only Sail 1.30 and OpenShift Service Mesh 3.4 and later serve that, and it
 * brings more values of the Istio object along. A row that changed from one form to the other half-way could roll ztunnel for
 * nothing; values are served by every release and are the same bytes in every phase.
 *
 * @param revision the revision of the istiod in force; undefined where it is another one in every phase
 */
export function ztunnelConnection(
  { controlPlane: { namespace } }: { readonly controlPlane: { readonly namespace: string } },
  revision: string | undefined,
): readonly Setting[] {
  const from = ["spec", "controlPlane", "name"];
  return [
    { at: ["ztunnel", "revision"], ...revisionValue(revision, from) },
    {
      at: ["ztunnel", "istioNamespace"],
      value: namespace,
      written: namespace !== chartNamespace,
      from: ["spec", "controlPlane", "namespace"],
    },
  ];
}

function revisionValue(revision: string | undefined, from: MeshPath): Omit<Setting, "at"> {
  if (revision === undefined) return { from: ["spec", "upgrade", "strategy"] };
  // The chart would make `istiod-default` of it, and there is no such Service.
  if (isDefaultRevision(revision)) return { accepts: (value) => value === "", expected: "none", from };
  return { value: revision, written: true, from };
}

/** How ztunnel is replaced. */
export function ztunnelRoll(keys: ZtunnelKeys, from: MeshPath): readonly Setting[] {
  const { terminationGracePeriodSeconds: seconds, updateStrategy } = keys;
  const grace = [...from, "terminationGracePeriodSeconds"];
  return [
    ...(seconds === undefined
      ? []
      : [
          { at: ["ztunnel", "terminationGracePeriodSeconds"], value: seconds, written: true, from: grace },
          // ztunnel itself drains for as long as this says, and the pod is not waited for any longer than the grace period.
          { at: ["ztunnel", "env", "TERMINATION_GRACE_PERIOD_SECONDS"], value: String(seconds), from: grace },
        ]),
    ...(updateStrategy === undefined
      ? []
      : [
          {
            at: ["ztunnel", "updateStrategy", "type"],
            value: updateStrategy,
            written: true,
            from: [...from, "updateStrategy"],
          },
        ]),
  ];
}

/** What the upgrade changes cannot stand in values: those are the same in every phase, and would hold on to one side. */
function changed({ at, written, from }: Setting): Setting {
  const key = from[from.length - 1];
  const hint = `keep spec.ztunnel.${key} for what runs now and spec.upgrade.ztunnel.${key} for what should change`;
  return { at, ...(written && { written }), from, hint };
}

function addresses(mesh: Mesh): readonly Setting[] {
  const ours = ourIstiod(mesh);
  const notAnother = { ...ours, accepts: (value: unknown) => ours.accepts(value) || !isIstiod(value) };
  return [
    { at: ["ztunnel", "xdsAddress"], ...ours },
    { at: ["ztunnel", "env", "XDS_ADDRESS"], ...ours },
    // Certificates may be signed by something else than an istiod.
    { at: ["ztunnel", "caAddress"], ...notAnother },
    { at: ["ztunnel", "env", "CA_ADDRESS"], ...notAnother },
  ];
}

const named = "leave it out: the operator and every gate look for a DaemonSet called ztunnel";
