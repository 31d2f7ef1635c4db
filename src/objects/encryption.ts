import type { KubernetesObject } from "./kubernetes-object";

/**
 * What SOPS has made of an object. `plain`: its file was encrypted, and of this object nothing was, as where only some keys are; the key `sops` is no part of
 * it. `encrypted`: values of it are known to nobody without the key.
 */
export type Encryption = "none" | "plain" | "encrypted";

/** Reads the mark that SOPS leaves at the top of each document: it goes when the file is decrypted, and no cluster gets it. */
export function encryptionOf(object: KubernetesObject): Encryption {
  const { sops, ...rest } = object;
  if (typeof sops !== "object" || sops === null || !marks.some((key) => Object.hasOwn(sops, key))) return "none";
  return hasEncrypted(rest) ? "encrypted" : "plain";
}

/** What a file of SOPS holds, without the mark. */
export function withoutMark({ sops: _, ...object }: KubernetesObject): KubernetesObject {
  return object as KubernetesObject;
}

/** Of these SOPS writes one at least. */
const marks = ["mac", "version", "lastmodified", "age", "pgp", "kms", "gcp_kms", "azure_kv", "hc_vault"] as const;

function hasEncrypted(value: unknown): boolean {
  if (typeof value === "string") return value.startsWith("ENC[");
  return typeof value === "object" && value !== null && Object.values(value).some(hasEncrypted);
}
