import type { ManifestSet } from "../rule";
import { isOlderThanAll, releasesInForce } from "./releases-in-force";

/** Versions of an API that the operator in force serves. */
interface ServedApi {
  /** Behind the group: `v1`. */
  readonly versions: readonly string[];
  /** How messages call the operator. */
  readonly called: string;
}

/** Of a kind of the Sail Operator; undefined where nobody knows which release is in force. */
export function servedApi(set: ManifestSet, kind: string): ServedApi | undefined {
  const { distribution, unknownRelease } = set;
  if (unknownRelease !== undefined && isOlderThanAll(distribution, unknownRelease)) return undefined;
  const { releases, called } = releasesInForce(set);
  if (releases.length === 0) return undefined;
  // Every release that the catalogue holds serves the other kinds as v1 and as nothing else.
  const ofZtunnel = [...new Set(releases.flatMap(({ ztunnel }) => ztunnel.apiVersions))];
  return { versions: kind === "ZTunnel" ? ofZtunnel : ["v1"], called };
}
