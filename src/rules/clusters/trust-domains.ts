import type { Finding } from "../../findings/finding";
import { listAt, textAt } from "../../objects/object-paths";
import { sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { controlPlanesBeside, isOtherCluster, meshOf } from "./cluster-names";

const config = ["spec", "values", "meshConfig"];
const standard = "cluster.local";

/**
 * Clusters of one mesh that are of two trust domains, of which one does not take the other for its own: a client checks the identity of who answers, and
 * policies that of who asks (ZTN006). Said of those that are not as most are.
 */
export function strangeTrustDomains(set: ManifestSet): readonly Finding[] {
  const others = controlPlanesBeside(set);
  return sailObjects(set, ["Istio"]).flatMap((istio) => {
    const mesh = meshOf(istio);
    const own = domainOf(istio);
    const rest = others.filter((one) => meshOf(one) === mesh && isOtherCluster(set, istio, one));
    const usual = mostCommon([istio, ...rest].map(domainOf));
    const strange = rest.find((one) => domainOf(one) === usual && !(knows(istio, usual) && knows(one, own)));
    if (!mesh || own === usual || !strange || /[{}$<]/.test(`${mesh}${own}${usual}`)) return [];
    if (set.writes?.(istio, "trustDomain")) return [];
    return [
      about("ZTN006", istio, {
        at: [...config, "trustDomain"],
        severity: "warning",
        message: `trust domain ${own}, and another cluster of mesh ${mesh} here is of ${usual}: identities of the one are strange to the other, to its clients and its policies`,
        hint: "Give all clusters of a mesh one trust domain, or list the others in meshConfig.trustDomainAliases of each.",
      }),
    ];
  });
}

/** Of several that are as common, the first by their letters. */
function mostCommon(domains: readonly string[]): string {
  const count = (domain: string) => domains.filter((one) => one === domain).length;
  const [first = standard] = [...new Set(domains)].sort((a, b) => count(b) - count(a) || (a < b ? -1 : 1));
  return first;
}

function knows({ object }: CheckedObject, domain: string): boolean {
  return listAt(object, ...config, "trustDomainAliases").includes(domain);
}

function domainOf({ object }: CheckedObject): string {
  return (
    textAt(object, ...config, "trustDomain") || textAt(object, "spec", "values", "global", "trustDomain") || standard
  );
}
