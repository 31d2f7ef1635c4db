/** What a cluster is: OpenShift, plain Kubernetes, or Alauda Container Platform. */
export const platformKinds = ["openshift", "kubernetes", "acp"] as const;
export type PlatformKind = (typeof platformKinds)[number];

/** How a platform is called in sentences. */
export const platformTitles: Readonly<Record<PlatformKind, string>> = {
  openshift: "OpenShift",
  kubernetes: "Kubernetes",
  acp: "Alauda Container Platform",
};

/** A cluster as mesh.yaml describes it; the version is a minor: `4.18`, `1.33`. */
export interface Platform {
  readonly kind: PlatformKind;
  readonly version: string;
}

/** Minors of a platform that something runs on, both ends included. */
export interface Window {
  readonly min: string;
  /** Left out: "and later". */
  readonly max?: string;
}

/** Kubernetes minors that an Istio minor supports. */
export interface IstioWindow extends Window {
  readonly note?: string;
  readonly source: string;
}

/** What goes with an operator release beside its window. */
export interface OpenshiftCompanions {
  readonly kialiOperator?: string;
  readonly kialiServer?: string;
  /** The release of which the window is, where its own table could not be read. */
  readonly inferredFrom?: string;
  readonly note?: string;
}

export type OpenshiftLine = readonly [
  release: string,
  min: string,
  max: string,
  istio: string,
  companions?: OpenshiftCompanions,
];

/** Gateway API CRDs that a platform brings by itself. */
export interface PlatformCrds {
  readonly bundle: string;
  readonly kinds: readonly string[];
}
