import type { Construct } from "constructs";
import { LiteralObject } from "./literal-object";

/** One rule of a Role or ClusterRole. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** @default all */
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

export interface AccountProps {
  readonly name: string;
  readonly namespace: string;
}

const rbac = "rbac.authorization.k8s.io";

/** Who the Jobs of meshstep are. */
export function serviceAccount(scope: Construct, id: string, { name, namespace }: AccountProps): LiteralObject {
  return new LiteralObject(scope, id, {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace },
    body: {},
  });
}

/**
 * Rights of a service account, and their binding.
 * @param namespace where they hold; without one they are of the cluster
 */
export function rights(
  scope: Construct,
  id: string,
  account: AccountProps,
  name: string,
  namespace: string | undefined,
  rules: readonly Rule[],
): readonly LiteralObject[] {
  const prefix = namespace === undefined ? "Cluster" : "";
  const metadata = { name, ...(namespace !== undefined && { namespace }) };
  const clusterScoped = namespace === undefined;
  return [
    new LiteralObject(scope, `${id}-role`, {
      apiVersion: `${rbac}/v1`,
      kind: `${prefix}Role`,
      clusterScoped,
      metadata,
      body: { rules },
    }),
    new LiteralObject(scope, `${id}-binding`, {
      apiVersion: `${rbac}/v1`,
      kind: `${prefix}RoleBinding`,
      clusterScoped,
      metadata,
      body: {
        roleRef: { apiGroup: rbac, kind: `${prefix}Role`, name },
        subjects: [{ kind: "ServiceAccount", name: account.name, namespace: account.namespace }],
      },
    }),
  ];
}
