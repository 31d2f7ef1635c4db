import { posix } from "node:path";

/** Folders that hold one folder for each cluster, or for each stage. */
const holders =
  /^(clusters?|environments?|envs?|stages?|sites?|regions?|zones?|landscapes?|fleets?|datacenters?|dcs?)$/;

/** What people call their stages, alone or as a part of a name: `prod`, `shop-prod`, `prod-eu1`. */
const stages =
  /(^|[-_.])(dev(el(op(ment)?)?)?|test(ing)?|qa|int(egration)?|stag(e|ing)|uat|acc(eptance)?|pre-?prod|non-?prod|prod(uction)?|sandbox|sbx|lab|demo|dr)\d*([-_.]|$)/;

/** Folders that are called after a cluster with a number or a letter: `cluster-1`, `cluster-east`. */
const numbered = /^cluster[-_.]?\w+$/;

/** Whether two files lie in two overlays, or in a folder and a variant of it: `base` and `base-next`. */
export function areVariants(a: string | undefined, b: string | undefined): boolean {
  const [parent, own, its] = parting(a, b);
  if (own === undefined || its === undefined) return false;
  const isVariant = (name: string, of: string) => name.startsWith(of) && /^[-_.]/.test(name.slice(of.length));
  return parent === "overlays" || isVariant(own, its) || isVariant(its, own);
}

/** Whether two files lie in folders of two clusters, as their names tell: then the same object in both is no object twice. */
export function arePerCluster(a: string | undefined, b: string | undefined): boolean {
  const [parent, own, its] = parting(a, b);
  if (own === undefined || its === undefined) return false;
  if (holders.test(parent ?? "")) return true;
  return [stages, numbered].some((names) => names.test(own) && names.test(its));
}

/** Where the folders of two files part: the last that they have in common, and the first of each that they do not. */
function parting(a: string | undefined, b: string | undefined): readonly (string | undefined)[] {
  if (a === undefined || b === undefined) return [];
  const [one, other] = [posix.dirname(a).split("/"), posix.dirname(b).split("/")];
  const depth = one.findIndex((name, index) => name !== other[index]);
  return depth < 0 ? [] : [one[depth - 1], one[depth], other[depth]];
}
