import { posix } from "node:path";

/** Kinds of a mesh that no other tool has words for. */
const kinds: ReadonlySet<string> = new Set(
  [
    "Istio IstioCNI IstioRevision IstioRevisionTag ZTunnel",
    "AuthorizationPolicy DestinationRule EnvoyFilter Gateway PeerAuthentication ProxyConfig RequestAuthentication ServiceEntry Sidecar Telemetry VirtualService",
    "WasmPlugin WorkloadEntry WorkloadGroup GRPCRoute HTTPRoute TCPRoute TLSRoute ReferenceGrant",
  ].flatMap((line) => line.split(" ")),
);
const groups = /^(?:sailoperator\.io|(?:[a-z]+\.)istio\.io|gateway\.networking\.k8s\.io)\//;

const parts: readonly string[] = ["metadata", "spec", "status"];

type Half = Readonly<Record<string, unknown>>;

/**
 * What is meant to be an object of a mesh, and says not of which API or of which kind: kubectl and every engine refuse it, and what is in force is another one, or
 * none. Values and the files of other tools are none.
 * @param file its name
 */
export function halfObject(value: Half, file: string): string | undefined {
  const { apiVersion, kind, metadata } = value;
  const name = nameIn(metadata);
  if (name === undefined) return undefined;
  const [hasVersion, hasKind] = [apiVersion, kind].map((one) => typeof one === "string");
  if (!hasVersion && typeof kind === "string")
    return kinds.has(kind) ? `${kind}/${name} has no apiVersion: ${refused}` : undefined;
  if (!hasKind && typeof apiVersion === "string")
    return groups.test(apiVersion) ? `${name}, of ${apiVersion}, has no kind: ${refused}` : undefined;
  // What has neither may be what a chart fills in.
  return !hasKind && !hasVersion && isOfOperator(value) && !posix.basename(file).includes("values")
    ? `${name} has a spec as the operator's objects have it, and neither apiVersion nor kind: ${refused}`
    : undefined;
}

const refused = "kubectl and every engine refuse it";

/** Whether a text may hold such a document, where it does not say both words. What Helm fills in is not read for that. */
export function mayBeHalf(text: string): boolean {
  return /^metadata:/m.test(text) && !text.includes("{{") && said.test(text);
}

const said = new RegExp(
  [
    `^kind:[ \\t]*["']?(?:${[...kinds].join("|")})\\b`,
    `^apiVersion:[ \\t]*["']?(?:sailoperator\\.io|[a-z]+\\.istio\\.io|gateway\\.networking\\.k8s\\.io)/`,
    `^[ \\t]+version:[ \\t]*["']?v\\d+\\.\\d+`,
  ].join("|"),
  "m",
);

/** A version and where it goes are what all kinds of the operator have, but for a tag. */
function isOfOperator(value: Half): boolean {
  const { version, namespace } = Object(value["spec"]) as { version?: unknown; namespace?: unknown };
  const isVersion = typeof version === "string" && /^v\d+\.\d+(\.\d+|-latest)?/.test(version);
  return isVersion && typeof namespace === "string" && Object.keys(value).every((key) => parts.includes(key));
}

function nameIn(metadata: unknown): string | undefined {
  const { name } = Object(metadata) as { name?: unknown };
  return typeof name === "string" ? name : undefined;
}
