import { nearest } from "../../basics/nearest";
import { InputError } from "../../findings/input-error";
import { parseYamlDocuments } from "../../source/yaml-source";
import { areRanges } from "../policies/ip-ranges";
import { quantity } from "./quantity";

/** What a value of an annotation has to be; the answer says what is wrong with it. */
type Check = (value: string) => string | undefined;

const traffic = "traffic.sidecar.istio.io";
const sidecar = "sidecar.istio.io";

const ports: Check = (value) =>
  list(value).every((port) => port === "*" || (/^\d+$/.test(port) && Number(port) <= 65535))
    ? undefined
    : "a list of port numbers with commas between them";

const ranges: Check = (value) =>
  areRanges(value) ? undefined : "a list of IP ranges such as 10.0.0.0/8 with commas between them";

const amount: Check = (value) => (quantity(value) === undefined ? "a quantity such as 100m or 128Mi" : undefined);
const word =
  (...words: string[]): Check =>
  (value) =>
    words.includes(value) ? undefined : words.join(" or ");
const any: Check = () => undefined;
const config: Check = (value) => {
  try {
    const [source] = parseYamlDocuments(value, "proxy.istio.io/config");
    return typeof source?.value === "object" && source.value !== null ? undefined : "a map in YAML";
  } catch (error) {
    if (error instanceof InputError) return "YAML";
    throw error;
  }
};

/** The annotations of pods that Istio reads, of its own domains. */
export const podAnnotations: Readonly<Record<string, Check>> = {
  ...Object.fromEntries(
    ["includeInboundPorts", "excludeInboundPorts", "includeOutboundPorts", "excludeOutboundPorts"].map((key) => [
      `${traffic}/${key}`,
      ports,
    ]),
  ),
  [`${traffic}/includeOutboundIPRanges`]: ranges,
  [`${traffic}/excludeOutboundIPRanges`]: ranges,
  [`${traffic}/kubevirtInterfaces`]: any,
  [`${traffic}/excludeInterfaces`]: any,
  ...Object.fromEntries(
    ["proxyCPU", "proxyCPULimit", "proxyMemory", "proxyMemoryLimit"].map((key) => [`${sidecar}/${key}`, amount]),
  ),
  [`${sidecar}/inject`]: word("true", "false"),
  [`${sidecar}/rewriteAppHTTPProbers`]: word("true", "false"),
  [`${sidecar}/nativeSidecar`]: word("true", "false"),
  [`${sidecar}/interceptionMode`]: word("REDIRECT", "TPROXY", "NONE"),
  ...Object.fromEntries(
    "agentLogLevel bootstrapOverride componentLogLevel controlPlaneAuthPolicy discoveryAddress enableCoreDump extraStatTags logLevel proxyImage proxyImageType status statsCompression statsInclusionPrefixes statsInclusionRegexps statsInclusionSuffixes statsHistogramBuckets userVolume userVolumeMount"
      .split(" ")
      .map((key) => [`${sidecar}/${key}`, any]),
  ),
  "proxy.istio.io/config": config,
  "proxy.istio.io/overrides": any,
  "inject.istio.io/templates": any,
  "inject.istio.io/error": any,
  "status.sidecar.istio.io/port": any,
  "readiness.status.sidecar.istio.io/applicationPorts": ports,
  "readiness.status.sidecar.istio.io/failureThreshold": any,
  "readiness.status.sidecar.istio.io/initialDelaySeconds": any,
  "readiness.status.sidecar.istio.io/periodSeconds": any,
  "prometheus.istio.io/merge-metrics": word("true", "false"),
  "ambient.istio.io/redirection": any,
  "ambient.istio.io/bypass-inbound-capture": word("true", "false"),
  "ambient.istio.io/dns-capture": word("true", "false"),
  "istio.io/reroute-virtual-interfaces": any,
  "istio.io/rev": any,
};

/** The known annotation that one was meant to be: of the same domain, or of the same name. */
export function annotationMeant(key: string): string | undefined {
  if (!/(^|\.)istio\.io\//.test(key) || Object.hasOwn(podAnnotations, key)) return undefined;
  const near = nearest(key, Object.keys(podAnnotations));
  const [domain, name] = key.split("/");
  const [nearDomain, nearName] = (near ?? "").split("/");
  return domain === nearDomain || name === nearName ? near : undefined;
}

function list(value: string): readonly string[] {
  return value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
