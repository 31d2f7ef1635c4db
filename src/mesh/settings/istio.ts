import { isDefaultRevision } from "../../catalog/revisions";
import { isRevisionBased } from "../istiod";
import type { Mesh } from "../mesh";
import { ourIstiod } from "./addresses";
import { platformSettings } from "./common";
import { replicaSettings } from "./replicas";
import type { Setting } from "./setting";

/** What keys of mesh.yaml decide under `spec.values` of the Istio object. */
export function istioSettings(mesh: Mesh): readonly Setting[] {
  return [
    ...replicaSettings(mesh),
    ...(mesh.dataPlane === "ambient" ? ambient(mesh) : sidecar),
    ...discovery(mesh),
    ...names(mesh),
    ...runsHere(mesh),
    ...waypoints(mesh),
    ...platformSettings(mesh),
  ];
}

function ambient({ ztunnel, distribution }: Mesh): readonly Setting[] {
  const from = ["spec", "dataPlane"];
  const trusted = ["spec", "ztunnel", "namespace"];
  const account = `${ztunnel?.namespace}/ztunnel`;
  return [
    { at: ["pilot", "trustedZtunnelNamespace"], value: ztunnel?.namespace, written: true, from: trusted },
    // The chart lets this variable win over the value above.
    {
      at: ["pilot", "env", "CA_TRUSTED_NODE_ACCOUNTS"],
      value: account,
      accepts: (value) => typeof value === "string" && value.split(",").some((one) => one.trim() === account),
      from: trusted,
    },
    { at: ["pilot", "env", "PILOT_ENABLE_AMBIENT"], value: "true", from },
    // On OpenShift both profiles come to the same.
    {
      at: ["profile"],
      value: "ambient",
      accepts: (value) => value === "" || (distribution === "openshift" && value === "openshift-ambient"),
      from,
    },
  ];
}

const sidecar: readonly Setting[] = [
  {
    at: ["profile"],
    accepts: (value) => !String(value).endsWith("ambient"),
    expected: "a profile without ambient",
    from: ["spec", "dataPlane"],
  },
];

function discovery({ controlPlane: { discoverySelectors } }: Mesh): readonly Setting[] {
  if (discoverySelectors.length === 0) return [];
  const from = ["spec", "controlPlane", "discoverySelectors"];
  return [{ at: ["meshConfig", "discoverySelectors"], value: discoverySelectors, written: true, from }];
}

/** The operator overwrites most of these, in silence; the variable would win over what it passes on. */
function names(mesh: Mesh): readonly Setting[] {
  const { name, namespace } = mesh.controlPlane;
  const from = ["spec", "controlPlane", "name"];
  const revision = isRevisionBased(mesh)
    ? { from: ["spec", "upgrade", "strategy"] }
    : { value: name, from, ...(isDefaultRevision(name) && { accepts: (value: unknown) => value === "" }) };
  return [
    { at: ["revision"], ...revision },
    { at: ["global", "revision"], ...revision },
    { at: ["pilot", "env", "REVISION"], ...revision },
    { at: ["defaultRevision"], value: name, accepts: (value) => value === "", from },
    { at: ["revisionTags"], from: ["spec", "revisionTags"], hint: "leave it out: the API server drops it" },
    { at: ["global", "istioNamespace"], value: namespace, from: ["spec", "controlPlane", "namespace"] },
    { at: ["meshConfig", "defaultConfig", "discoveryAddress"], ...ourIstiod(mesh) },
  ];
}

/** A control plane that runs elsewhere has no istiod that a gate could wait for. */
function runsHere(mesh: Mesh): readonly Setting[] {
  const from = ["spec", "controlPlane"];
  const hint = "leave it out: meshstep plans for an istiod in this cluster";
  return [
    { at: ["pilot", "enabled"], value: true, from, hint },
    { at: ["istiodRemote", "enabled"], value: false, from, hint },
    { at: ["global", "remotePilotAddress"], accepts: (value) => value === "", from, hint },
    {
      at: ["profile"],
      accepts: (value) => value !== "remote" && value !== "external",
      expected: "a profile that runs istiod",
      from,
      hint,
    },
    // The operator then never removes a revision that is no longer used.
    ...(isRevisionBased(mesh)
      ? [
          {
            at: ["pilot", "env", "EXTERNAL_ISTIOD"],
            value: "false",
            from: ["spec", "upgrade", "strategy"],
            hint: "leave it out: the operator keeps every old revision while it is true",
          },
        ]
      : []),
  ];
}

/** Without these istiod deploys no waypoint, or never says that it has. */
function waypoints({ waypoints }: Mesh): readonly Setting[] {
  if (waypoints.length === 0) return [];
  return [
    "PILOT_ENABLE_AMBIENT_WAYPOINTS",
    "PILOT_ENABLE_GATEWAY_API",
    "PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER",
    "PILOT_ENABLE_GATEWAY_API_STATUS",
  ].map((name) => ({ at: ["pilot", "env", name], value: "true", from: ["spec", "waypoints"] }));
}
