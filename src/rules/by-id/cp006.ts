import { grouped } from "../../basics/grouped";
import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { kindOf } from "../../objects/kubernetes-object";
import { textAt, valueAt } from "../../objects/object-paths";
import { isRemoteSecret, type MadeSecret, saidOf, secretsIn } from "../clusters/secrets";
import { podNamespace, sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

export const cp006: Rule = {
  id: "CP006",
  state: (set) => {
    const istios = sailObjects(set, ["Istio", "IstioRevision"]);
    const [first] = istios;
    if (!first) return [];
    const homes = [...istios, ...(set.beside ?? [])].map(homeOf);
    const made = secretsIn(set).filter(({ name, namespace }) => !/[{}$]/.test(`${name}${namespace}`));
    const remotes = made.filter(isRemoteSecret);
    return [
      ...(istios.some(signsNothing) ? [] : authority(set, made, homes, istios)),
      ...made.flatMap((one) => unlabelled(one, homes)),
      ...remotes.flatMap((one) => elsewhere(one, homes)),
      ...remotes.flatMap(otherCluster),
      ...(istios.length > 1 || set.beside?.length || set.otherClusters?.length ? [] : ownCluster(set, first, remotes)),
      ...twice(set, remotes),
    ];
  },
};

function homeOf(one: CheckedObject): string {
  return podNamespace(one) || "istio-system";
}

/** The files of a plugged-in authority, as Istio's guide has them and as a Secret of type kubernetes.io/tls does. */
const files = ["ca-cert.pem", "ca-key.pem", "root-cert.pem", "cert-chain.pem"];
const tlsFiles = ["tls.crt", "tls.key", "ca.crt"];

/** Where somebody else signs, cacerts may hold a root alone, or nothing that istiod looks at. */
function signsNothing({ object }: CheckedObject): boolean {
  const [values, env] = [
    ["spec", "values", "global"],
    ["spec", "values", "pilot", "env"],
  ];
  return (
    Boolean(textAt(object, ...values, "caAddress")) || String(valueAt(object, ...env, "ENABLE_CA_SERVER")) === "false"
  );
}

function authority(
  set: ManifestSet,
  made: readonly MadeSecret[],
  homes: readonly string[],
  istios: readonly CheckedObject[],
): readonly Finding[] {
  const isHome = ({ namespace }: MadeSecret) => namespace === undefined || homes.includes(namespace);
  const called = made.filter(({ name }) => name === "cacerts");
  const read = called.filter(isHome);
  if (read.length > 0) return read.flatMap((one) => [...incomplete(one), ...signsNobody(set, one)]);
  // What the values mount by its name is read by that name.
  const values = JSON.stringify(istios.map(({ object }) => valueAt(object, "spec", "values")));
  const misnamed = made.filter(
    (one) => isHome(one) && files.every((file) => one.keys?.includes(file)) && !values.includes(`"${one.name}"`),
  );
  const home = [...new Set(homes)].join(" and ");
  return [
    ...called.map(({ one, namespace }) =>
      about("CP006", one, {
        at: ["metadata", "namespace"],
        severity: "warning",
        message: `cacerts is made in ${namespace}, and istiod reads it in ${home}: it signs with an authority of its own`,
      }),
    ),
    ...misnamed.map(({ one, name }) =>
      about("CP006", one, {
        severity: "warning",
        message: `Secret ${name} holds an authority for istiod, which reads it under the name cacerts alone: it signs with one of its own`,
      }),
    ),
  ];
}

/** A root alone is no authority: it is trusted beside istiod's own. */
function incomplete({ one, keys }: MadeSecret): readonly Finding[] {
  if (!keys || keys.join() === "root-cert.pem") return [];
  const wanted = keys.some((key) => key === "tls.crt" || key === "tls.key") ? tlsFiles : files;
  const missing = wanted.filter((file) => !keys.includes(file));
  if (missing.length === 0) return [];
  const strange = keys.filter((key) => !wanted.includes(key));
  const near = strange.filter((key) => nearest(key, missing) !== undefined);
  return [
    about("CP006", one, {
      message: `cacerts lacks ${missing.join(", ")}: from 1.26.1 on istiod does not start with it, and an older one signs with an authority of its own`,
      ...(near.length > 0 && { hint: `It has ${near.join(", ")}, which istiod does not read.` }),
    }),
  ];
}

/** What cert-manager makes without being told otherwise is a server's certificate. */
function signsNobody(set: ManifestSet, { one }: MadeSecret): readonly Finding[] {
  const at = ["spec", "isCA"];
  const { object } = one;
  if (kindOf(object) !== "cert-manager.io/Certificate" || valueAt(object, ...at) === true || set.writes?.(one, "isCA"))
    return [];
  const message =
    "cacerts is made without isCA: true, so that it is no authority: istiod cannot sign with it, and does not start";
  return [about("CP006", one, { at, message, fix: [{ at, value: true }] })];
}

const label = "istio/multiCluster";
const clusterKey = "networking.istio.io/cluster";

function unlabelled(secret: MadeSecret, homes: readonly string[]): readonly Finding[] {
  const { one, name, namespace = homes[0] ?? "", metadata } = secret;
  const cluster = saidOf(secret, "annotations")[clusterKey];
  const labels = saidOf(secret, "labels");
  const isMeant = cluster !== undefined || name.startsWith("istio-remote-secret-");
  // Kiali reads the same of its own label.
  const isOther = !homes.includes(namespace) || "kiali.io/multiCluster" in labels;
  if (!metadata || !isMeant || isOther || isRemoteSecret(secret)) return [];
  const near = nearest(label, Object.keys(labels));
  const at = [...metadata, "labels", near ?? label];
  const has = near === undefined ? `has no label ${label}` : `has label ${near}: ${labels[near]}`;
  // Whoever takes a cluster out may do so by the label's value, and not by another label.
  const isSlip = cluster !== undefined && near !== undefined && near !== label;
  return [
    about("CP006", one, {
      at,
      ...(!isSlip && { severity: "warning" as const }),
      message: `Secret ${name} is for another cluster and ${has}: istiod reads only those with ${label}: "true", and knows nothing of what runs there`,
      fix: near === undefined || near === label ? [{ at, value: "true" }] : [],
    }),
  ];
}

function elsewhere({ one, name, namespace }: MadeSecret, homes: readonly string[]): readonly Finding[] {
  if (namespace === undefined || homes.includes(namespace)) return [];
  const message = `remote secret ${name} is in ${namespace}, and istiod reads those of ${[...new Set(homes)].join(" and ")} alone`;
  return [about("CP006", one, { at: ["metadata", "namespace"], severity: "warning", message })];
}

/** A key of a remote secret is the cluster's name; what the annotation says is for people. */
function otherCluster(secret: MadeSecret): readonly Finding[] {
  const { one, name, keys = [], metadata = [] } = secret;
  const cluster = saidOf(secret, "annotations")[clusterKey];
  const [key, ...more] = keys;
  if (key === undefined || more.length > 0 || typeof cluster !== "string" || cluster === key) return [];
  const message = `remote secret ${name} is for cluster ${cluster} by its annotation, and its key is ${key}: istiod takes the key for the cluster's name`;
  return [about("CP006", one, { at: [...metadata, "annotations", clusterKey], severity: "warning", message })];
}

function ownCluster(set: ManifestSet, istio: CheckedObject, remotes: readonly MadeSecret[]): readonly Finding[] {
  const own = textAt(istio.object, "spec", "values", "global", "multiCluster", "clusterName");
  // Who hands the secrets of all clusters to each lets istiod leave out its own.
  if (remotes.some(({ keys }) => own === undefined || !keys?.includes(own))) return [];
  return remotes.flatMap(({ one, name, keys = [] }) => {
    if (own === undefined || !keys.includes(own) || set.apart?.(istio, one)) return [];
    const message = `remote secret ${name} is for cluster ${own}, which is that of ${objectId(istio.object)} itself: istiod leaves it out`;
    return [about("CP006", one, { severity: "warning", message, hint: "It belongs into the other cluster." })];
  });
}

function twice(set: ManifestSet, remotes: readonly MadeSecret[]): readonly Finding[] {
  const entries = remotes.flatMap((secret) => (secret.keys ?? []).map((key) => ({ key, secret })));
  return [...grouped(entries, ({ key, secret }) => `${secret.namespace} ${key}`).values()].flatMap((same) => {
    const [first, ...others] = same;
    if (!first) return [];
    return others
      .filter(({ secret }) => secret.name !== first.secret.name && !set.apart?.(first.secret.one, secret.one))
      .map(({ key, secret: { one, name } }) =>
        about("CP006", one, {
          severity: "warning",
          message: `remote secret ${name} is for cluster ${key}, and so is ${first.secret.name}: istiod takes one of the two, whichever it sees first`,
        }),
      );
  });
}
