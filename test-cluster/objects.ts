/** An object as the API server gives it; only what is looked at. */
export interface Thing {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly generation?: number;
    readonly creationTimestamp: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  // biome-ignore lint/suspicious/noExplicitAny: the shapes of many kinds, from a server that has checked them
  readonly spec?: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly status?: any;
  readonly data?: Readonly<Record<string, string>>;
}

/** What is watched: a short name, and where the API server lists it. */
export const watched = {
  deployments: "/apis/apps/v1/deployments",
  daemonsets: "/apis/apps/v1/daemonsets",
  pods: "/api/v1/pods",
  jobs: "/apis/batch/v1/jobs",
  configmaps: "/api/v1/configmaps?labelSelector=meshstep.dev%2Fmesh",
  namespaces: "/api/v1/namespaces",
  serviceaccounts: "/api/v1/serviceaccounts",
  roles: "/apis/rbac.authorization.k8s.io/v1/roles",
  gateways: "/apis/gateway.networking.k8s.io/v1/gateways",
  istios: "/apis/sailoperator.io/v1/istios",
  istiorevisions: "/apis/sailoperator.io/v1/istiorevisions",
  istiocnis: "/apis/sailoperator.io/v1/istiocnis",
  ztunnels: "/apis/sailoperator.io/v1alpha1/ztunnels",
  subscriptions: "/apis/operators.coreos.com/v1alpha1/subscriptions",
} as const;

export type WatchedKind = keyof typeof watched;

/** All that is there, as watches have told it. */
export type World = { readonly [K in WatchedKind]: ReadonlyMap<string, Thing> };

/** Kinds that must never be deleted while a row is walked: all that is watched, but what controllers and gates make and replace. */
export const mustStay: readonly WatchedKind[] = [
  "configmaps",
  "namespaces",
  "serviceaccounts",
  "roles",
  "gateways",
  "istios",
  "istiocnis",
  "ztunnels",
  "subscriptions",
  "deployments",
  "daemonsets",
];

export function nameOf({ metadata: { namespace, name } }: Thing): string {
  return namespace ? `${namespace}/${name}` : name;
}
