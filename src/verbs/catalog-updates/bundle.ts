import { ztunnelApiVersions, ztunnelFields } from "../../catalog/releases-schema";
import type { ZtunnelApiVersion, ZtunnelField } from "../../catalog/types";
import { compareVersions, isAlias } from "../../catalog/version";
import { listAt, textAt, valueAt } from "../../objects/object-paths";

/** What one operator release says of itself. What its bundle does not tell is left out. */
export interface BundleFacts {
  /** ISO date on which the bundle was made. */
  readonly released?: string;
  /** Istio versions with their `v`, newest first. */
  readonly installable?: readonly string[];
  /** What an omitted `spec.version` becomes. */
  readonly defaultVersion?: string;
  /** Versions and aliases that the CRD takes and the operator does not install. */
  readonly endOfLife?: readonly string[];
  readonly ztunnel?: {
    readonly apiVersions: readonly ZtunnelApiVersion[];
    readonly fields: readonly ZtunnelField[];
    readonly lacks: readonly string[];
  };
}

const exact = /^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const selected = "urn:alm:descriptor:com.tectonic.ui:select:";

/**
 * Reads a ClusterServiceVersion, or what a catalogue keeps of one (`olm.csv.metadata`), and the CRDs beside it.
 * @param crds of `sailoperator.io`; none where the bundle's other objects are not at hand
 */
export function bundleFacts(csv: unknown, crds: readonly unknown[]): BundleFacts {
  const installable = installableIn(csv);
  const made = textAt(csv, "metadata", "annotations", "createdAt")?.slice(0, 10);
  const standard = installable && defaultOf(csv, crds);
  const enums = crdVersions(crds, "Istio");
  const ztunnel = installable && ztunnelIn(crds, installable);
  return {
    ...(made && /^\d{4}-\d{2}-\d{2}$/.test(made) && { released: made }),
    ...(installable && { installable }),
    ...(standard && installable?.includes(standard) && { defaultVersion: standard }),
    ...(installable && enums && { endOfLife: endOfLife(enums, installable) }),
    ...(ztunnel && { ztunnel }),
  };
}

/** What the console offers, as far as there are images for it: either list alone may hold versions that are not installed. */
function installableIn(csv: unknown): readonly string[] | undefined {
  const [offered, pulled] = [offeredIn(csv), pulledIn(csv)];
  const both =
    offered.length && pulled.length ? offered.filter((one) => pulled.includes(one)) : [...offered, ...pulled];
  if (both.length === 0) return undefined;
  return [...new Set(both)].sort((a, b) => compareVersions(b, a));
}

function offeredIn(csv: unknown): readonly string[] {
  const owned = listAt(csv, "spec", "customresourcedefinitions", "owned");
  const istio = owned.filter((one) => textAt(one, "kind") === "Istio");
  return istio
    .flatMap((one) => listAt(one, "specDescriptors"))
    .filter((one) => textAt(one, "path") === "version")
    .flatMap((one) => listAt(one, "x-descriptors"))
    .flatMap((one) => (typeof one === "string" && one.startsWith(selected) ? [one.slice(selected.length)] : []))
    .filter((one) => exact.test(one));
}

/** The operator reads its images from annotations on its own pods: `images.v1_26_4.istiod`. */
function pulledIn(csv: unknown): readonly string[] {
  return listAt(csv, "spec", "install", "spec", "deployments").flatMap((deployment) => {
    const annotations = valueAt(deployment, "spec", "template", "metadata", "annotations");
    return Object.keys(Object(annotations)).flatMap((key) => {
      const name = /^images\.(v\d+_\d+_\d+[^.]*)\.istiod$/.exec(key)?.[1]?.replaceAll("_", ".");
      return name !== undefined && exact.test(name) ? [name] : [];
    });
  });
}

/** The CRD's default, else what the example on the operator's page asks for. */
function defaultOf(csv: unknown, crds: readonly unknown[]): string | undefined {
  const [version] = versionsOf(crds, "Istio");
  const standard = textAt(version, ...versionField, "default");
  if (standard !== undefined) return standard;
  try {
    const examples: unknown = JSON.parse(textAt(csv, "metadata", "annotations", "alm-examples") ?? "[]");
    const istio = (Array.isArray(examples) ? examples : []).find((one) => textAt(one, "kind") === "Istio");
    return textAt(istio, "spec", "version");
  } catch {
    return undefined;
  }
}

const schema = ["schema", "openAPIV3Schema", "properties", "spec", "properties"] as const;
const versionField = [...schema, "version"] as const;

function versionsOf(crds: readonly unknown[], kind: string): readonly unknown[] {
  const crd = crds.find((one) => textAt(one, "spec", "names", "kind") === kind);
  return listAt(crd, "spec", "versions").filter((one) => valueAt(one, "served") === true);
}

function crdVersions(crds: readonly unknown[], kind: string): readonly string[] | undefined {
  const versions = versionsOf(crds, kind);
  if (versions.length === 0) return undefined;
  return versions.flatMap((one) => listAt(one, ...versionField, "enum")).filter((one) => typeof one === "string");
}

/** An alias is end of life when nothing of its minor is installed. */
function endOfLife(enums: readonly string[], installable: readonly string[]): readonly string[] {
  const minors = new Set(installable.map((one) => one.replace(/\.\d+(-.*)?$/, "")));
  return [...new Set(enums)].filter((one) =>
    isAlias(one) ? !minors.has(one.replace(/-latest$/, "")) : exact.test(one) && !installable.includes(one),
  );
}

function ztunnelIn(crds: readonly unknown[], installable: readonly string[]): BundleFacts["ztunnel"] {
  const versions = versionsOf(crds, "ZTunnel");
  if (versions.length === 0) return undefined;
  const served = versions.map((one) => textAt(one, "name"));
  const [newest] = ztunnelApiVersions.filter((one) => served.includes(one));
  const fields = valueAt(
    versions.find((one) => textAt(one, "name") === newest),
    ...schema,
  );
  const has = (field: ZtunnelField) =>
    field === "targetRef"
      ? valueAt(fields, "targetRef") !== undefined
      : valueAt(fields, "values", "properties", "ztunnel", "properties", field) !== undefined;
  const accepted = crdVersions(crds, "ZTunnel") ?? [];
  return {
    apiVersions: ztunnelApiVersions.filter((one) => served.includes(one)),
    fields: ztunnelFields.filter(has),
    lacks: accepted.length > 0 ? installable.filter((one) => !accepted.includes(one)) : [],
  };
}
