import type { ZtunnelRow } from "../expand";

/*
 * What the ZTunnel API has held, oldest first; read from the CRDs that the operator releases bring.
 * The same steps happen in every distribution, each at a release of its own.
 */

/** Only the connection to istiod can be set; `v1alpha1` with `spec.profile`. */
export const ztunnelPlain: ZtunnelRow = { apiVersions: ["v1alpha1"], fields: [] };

export const ztunnelGracePeriod: ZtunnelRow = {
  apiVersions: ["v1alpha1"],
  fields: ["terminationGracePeriodSeconds"],
};

/** Only OpenShift Service Mesh 3.2.0 stands here: the DaemonSet's strategy came before `v1` did. */
export const ztunnelUpdateStrategy: ZtunnelRow = {
  apiVersions: ["v1alpha1"],
  fields: ["terminationGracePeriodSeconds", "updateStrategy"],
};

/** `v1` is stored, `v1alpha1` still served; `spec.profile` is gone from `v1`. */
export const ztunnelV1: ZtunnelRow = {
  apiVersions: ["v1", "v1alpha1"],
  fields: ["terminationGracePeriodSeconds", "updateStrategy"],
};

export const ztunnelTargetRef: ZtunnelRow = {
  apiVersions: ["v1", "v1alpha1"],
  fields: ["terminationGracePeriodSeconds", "updateStrategy", "targetRef"],
};
