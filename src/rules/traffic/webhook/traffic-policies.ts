import type { Finding, MeshPath } from "../../../findings/finding";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import type { CheckedObject } from "../../rule";
import { isSet, isTemplate, keysAt, label, type Refusal, refusals } from "./refusal";

/** What istiod refuses of the subsets and policies of a DestinationRule, besides numbers. */
export function refusedPolicies(one: CheckedObject): readonly Finding[] {
  const { object } = one;
  const subsets = listAt(object, "spec", "subsets");
  const names = subsets.flatMap((subset, index): readonly Refusal[] => {
    const name = textAt(subset, "name") ?? "";
    if (name === "" || isTemplate(name) || label.test(name)) return [];
    return [[["spec", "subsets", index, "name"], `${name} is no name of a subset`, "Letters, digits and dashes."]];
  });
  const places = [["spec", "trafficPolicy"], ...subsets.map((_, index) => ["spec", "subsets", index, "trafficPolicy"])];
  return refusals(one, [...names, ...places.flatMap((at) => refusedPolicy(object, at))]);
}

function refusedPolicy(object: unknown, at: MeshPath): readonly Refusal[] {
  const policy = keysAt(object, ...at);
  if (policy?.length === 0) return [[at, "an empty trafficPolicy", "Leave it out."]];
  const ports = listAt(object, ...at, "portLevelSettings").flatMap((port, index): readonly Refusal[] => {
    const here = [...at, "portLevelSettings", index];
    if (!isSet(port, "port")) return [[here, "portLevelSettings without a port"]];
    return parts(port, here);
  });
  return [...parts(valueAt(object, ...at), at), ...ports];
}

function parts(policy: unknown, at: MeshPath): readonly Refusal[] {
  return [...outliers(policy, at), ...pools(policy, at), ...clientTls(policy, at), ...localities(policy, at)];
}

function outliers(policy: unknown, at: MeshPath): readonly Refusal[] {
  const own = valueAt(policy, "outlierDetection");
  const failures = valueAt(own, "consecutiveLocalOriginFailures") ?? 0;
  if (failures === 0 || valueAt(own, "splitExternalLocalOriginErrors") === true) return [];
  const here = [...at, "outlierDetection", "consecutiveLocalOriginFailures"];
  return [[here, "consecutiveLocalOriginFailures without splitExternalLocalOriginErrors: true"]];
}

function pools(policy: unknown, at: MeshPath): readonly Refusal[] {
  const own = valueAt(policy, "connectionPool");
  const here = [...at, "connectionPool"];
  if (keysAt(own)?.length === 0) return [[here, "an empty connectionPool", "Leave it out."]];
  const isUpgraded = textAt(own, "http", "h2UpgradePolicy") === "UPGRADE";
  if (!isUpgraded || valueAt(own, "http", "useClientProtocol") !== true) return [];
  return [[[...here, "http"], "h2UpgradePolicy UPGRADE with useClientProtocol"]];
}

function clientTls(policy: unknown, at: MeshPath): readonly Refusal[] {
  const tls = valueAt(policy, "tls");
  const mode = textAt(tls, "mode") ?? "";
  const has = (key: string) => isSet(tls, key);
  const here = [...at, "tls"];
  if (!["SIMPLE", "MUTUAL"].includes(mode)) return [];
  const found: Refusal[] = [];
  const files = ["clientCertificate", "privateKey", "caCertificates"].filter(has);
  if (has("credentialName") && files[0] !== undefined)
    found.push([
      [...here, files[0]],
      `tls has both credentialName and ${files[0]}`,
      "The Secret holds what the files do.",
    ]);
  if (mode === "MUTUAL" && !has("credentialName") && has("clientCertificate") && !has("privateKey"))
    found.push([[...here, "clientCertificate"], "clientCertificate without privateKey"]);
  const checked = ["caCertificates", "subjectAltNames"].filter(has);
  if (valueAt(tls, "insecureSkipVerify") === true && checked[0] !== undefined)
    found.push([[...here, checked[0]], `tls has both insecureSkipVerify and ${checked[0]}`]);
  return found;
}

/** Who is sent where, in percent and by regions. */
function localities(policy: unknown, at: MeshPath): readonly Refusal[] {
  const own = valueAt(policy, "loadBalancer", "localityLbSetting");
  const here = [...at, "loadBalancer", "localityLbSetting"];
  if (isSet(own, "distribute") && isSet(own, "failover"))
    return [[here, "localityLbSetting has both distribute and failover"]];
  const shares = listAt(own, "distribute").flatMap((entry, index): readonly Refusal[] => {
    const weights = Object.values(Object(valueAt(entry, "to"))).filter((it) => typeof it === "number");
    const sum = weights.reduce((all, it) => all + it, 0);
    if (weights.length === 0 || sum === 100) return [];
    return [
      [[...here, "distribute", index, "to"], `the shares of ${textAt(entry, "from")} are ${sum} together, and not 100`],
    ];
  });
  const failovers = listAt(own, "failover").flatMap((entry, index): readonly Refusal[] => {
    const [from = "", to = ""] = ["from", "to"].map((key) => textAt(entry, key));
    const place = [...here, "failover", index];
    if (from === to && from !== "") return [[place, `failover from ${from} to ${to}`]];
    if (![from, to].some((one) => /[/*]/.test(one))) return [];
    return [[place, `failover from ${from} to ${to}: these are regions, without zones and stars`]];
  });
  return [...shares, ...failovers];
}
