import { oncePer } from "../../basics/once-per";
import type { MeshPath } from "../../findings/finding";
import { kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import type { CheckedObject, ManifestSet } from "../rule";

/** A Secret, or what a controller makes one of. */
export interface MadeSecret {
  /** The manifest that it is made from. */
  readonly one: CheckedObject;
  readonly name: string;
  readonly namespace: string | undefined;
  /** What it holds; undefined where the manifest does not say all of it. */
  readonly keys?: readonly string[];
  /** Where labels and annotations of the Secret are written; undefined where somebody else makes it, and this only fills it. */
  readonly metadata?: MeshPath;
}

/** Every Secret that the manifests make, in their order. */
export const secretsIn = oncePer(({ objects }: ManifestSet): readonly MadeSecret[] =>
  objects.flatMap((one) => {
    const { object } = one;
    const read = makers[kindOf(object)];
    if (!read) return [];
    const { name, ...made } = read(object);
    const { namespace } = object.metadata;
    return [{ one, name: name || object.metadata.name, namespace, ...made }];
  }),
);

/** Labels or annotations of a Secret, as far as its manifest says them. */
export function saidOf({ one, metadata = [] }: MadeSecret, what: "labels" | "annotations"): Record<string, unknown> {
  return Object(valueAt(one.object, ...metadata, what));
}

/** Whether istiod reads a cluster from it. */
export function isRemoteSecret(one: MadeSecret): boolean {
  return String(saidOf(one, "labels")["istio/multiCluster"]) === "true";
}

interface Read extends Pick<MadeSecret, "keys" | "metadata"> {
  /** Without one it is that of the object. */
  readonly name?: string | undefined;
}

const makers: Readonly<Record<string, (object: unknown) => Read>> = {
  "/Secret": (object) => ({ ...listed(keysAt(object, ["data"], ["stringData"])), metadata: ["metadata"] }),
  "bitnami.com/SealedSecret": (object) => ({
    name: textAt(object, "spec", "template", "metadata", "name"),
    ...listed(keysAt(object, ["spec", "encryptedData"], ["spec", "template", "data"])),
    metadata: ["spec", "template", "metadata"],
  }),
  "external-secrets.io/ExternalSecret": external,
  "cert-manager.io/Certificate": (object) => ({
    name: textAt(object, "spec", "secretName"),
    metadata: ["spec", "secretTemplate"],
  }),
  "secrets.hashicorp.com/VaultStaticSecret": byVault,
  "secrets.hashicorp.com/VaultDynamicSecret": byVault,
  "secrets.hashicorp.com/VaultPKISecret": byVault,
};

/** Of the template's data alone, or of both; what is fetched by a pattern shows in no manifest. */
function external(object: unknown): Read {
  const target = ["spec", "target"];
  const template = [...target, "template"];
  const isOpen =
    listAt(object, "spec", "dataFrom").length > 0 || listAt(object, ...template, "templateFrom").length > 0;
  const written = keysAt(object, [...template, "data"]);
  const isMerged = textAt(object, ...template, "mergePolicy") === "Merge";
  const fetched = listAt(object, "spec", "data").flatMap((entry) => textAt(entry, "secretKey") ?? []);
  const keys = written.length === 0 || isMerged ? [...fetched, ...written] : written;
  const isFilled = ["Merge", "None"].includes(textAt(object, ...target, "creationPolicy") ?? "");
  return {
    name: textAt(object, ...target, "name"),
    ...(!isOpen && !isFilled && listed(keys)),
    // Without a template the Secret gets the labels of the ExternalSecret.
    ...(!isFilled && {
      metadata: valueAt(object, ...template) === undefined ? ["metadata"] : [...template, "metadata"],
    }),
  };
}

function byVault(object: unknown): Read {
  const at = ["spec", "destination"];
  return { name: textAt(object, ...at, "name"), ...(valueAt(object, ...at, "create") === true && { metadata: at }) };
}

/** A Secret without anything in it is filled by somebody else. */
function listed(keys: readonly string[]): Pick<Read, "keys"> {
  return keys.length === 0 ? {} : { keys };
}

function keysAt(object: unknown, ...paths: readonly MeshPath[]): readonly string[] {
  return paths.flatMap((path) => Object.keys(Object(valueAt(object, ...path))));
}
