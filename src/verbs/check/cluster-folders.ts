import { posix } from "node:path";

/** Folders that hold one folder for each cluster, or for each stage. */
const holders =
  /^(clusters?|environments?|envs?|stages?|sites?|regions?|zones?|landscapes?|fleets?|datacenters?|dcs?)$/;

/** What people call their stages, alone or as a part of a name: `prod`, `shop-prod`, `prod-eu1`. */
const stages =
  /(^|[-_.])(dev(el(op(ment)?)?)?|test(ing)?|qa|int(egration)?|stag(e|ing)|uat|acc(eptance)?|pre-?prod|non-?prod|prod(uction)?|sandbox|sbx|lab|demo|dr)\d*([-_.]|$)/;

/** Folders that are called after a cluster with a number or a letter: `cluster-1`, `cluster-east`. */
const numbered = /^cluster[-_.]?\w+$/;

/** Whether two files lie in folders of two clusters, as their names tell: then the same object in both is no object twice. */
export function arePerCluster(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const [one, other] = [posix.dirname(a).split("/"), posix.dirname(b).split("/")];
  const depth = one.findIndex((name, index) => name !== other[index]);
  const [own, its] = [one[depth], other[depth]];
  if (own === undefined || its === undefined) return false;
  if (holders.test(one[depth - 1] ?? "")) return true;
  return [stages, numbered].some((names) => names.test(own) && names.test(its));
}
