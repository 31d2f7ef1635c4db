/** A cluster-scoped kind of `sailoperator.io`, by its plural name. */
export type SailResource = "istios" | "istiorevisions" | "istiorevisiontags" | "istiocnis" | "ztunnels";
