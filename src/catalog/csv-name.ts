import type { Distribution } from "./types";

/** `servicemeshoperator3.v3.1.2`: the name of the ClusterServiceVersion of a release. */
export function csvName(distribution: Pick<Distribution, "package">, operatorRelease: string): string {
  return `${distribution.package}.v${operatorRelease}`;
}
