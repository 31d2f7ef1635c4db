import { compareVersions, minorDistance } from "../catalog/version";
import { inRange } from "../catalog/version-set";
import type { KubernetesObject } from "../objects/kubernetes-object";
import type { Condition, ObjectQuery } from "./condition-schema";
import { mentions, valuesAt } from "./paths";
import { type RowMoveFacts, type Subject, valuesOf } from "./subject";

/** A part of a condition that the mesh does not meet. */
export interface Unmet {
  /** False where the cluster may hold what the mesh does not tell of. */
  readonly certain: boolean;
  readonly because: string;
}

type Ask = (condition: Condition, subject: Subject, move: RowMoveFacts) => Unmet | undefined;

const refuted = (because: string): Unmet => ({ certain: true, because });
const unseen = (because: string): Unmet => ({ certain: false, because });

/** Each looks at one key of a condition. */
const asks: readonly Ask[] = [
  ({ strategy }, subject) =>
    strategy && strategy !== subject.strategy ? refuted(`the strategy is ${subject.strategy}`) : undefined,
  ({ gateways = "" }, { gateways: has }) => {
    const there = { "": true, any: has.managed || has.injected, ...has }[gateways];
    return there ? undefined : refuted(gatewayWords[gateways] ?? "");
  },
  ({ tags }, subject) => {
    if (tags === undefined || (tags === "any" ? subject.tags.length > 0 : subject.tags.includes(tags)))
      return undefined;
    return refuted(tags === "any" ? "the mesh has no revision tags" : `the mesh has no revision tag ${tags}`);
  },
  ({ istiods }, subject) => {
    if (!istiods || (istiods === "one") === subject.istiods <= 1) return undefined;
    return refuted(istiods === "one" ? "there are several istiods" : "there is one istiod");
  },
  ({ values }, subject) => {
    if (!values) return undefined;
    const met = values.some(({ key, is }) =>
      valuesOf(subject, key).some((found) => is === undefined || String(found) === String(is)),
    );
    if (met) return undefined;
    return refuted(`no value ${values.map(({ key, is }) => (is === undefined ? key : `${key}: ${is}`)).join(" or ")}`);
  },
  ({ leaves }, _subject, { from }) =>
    leaves && from && !inRange(leaves, from) ? refuted(`it comes from ${from}`) : undefined,
  ({ images }, _subject, { imagesDiffer }) => {
    if (!images || imagesDiffer) return undefined;
    const because = "both operator releases name the same images";
    return imagesDiffer === false ? refuted(because) : unseen("which images the releases name is not known");
  },
  ({ platform }, subject) => {
    if (!platform || subject.platform?.kind === platform) return undefined;
    if (platform === "openshift" && subject.distribution === "openshift") return undefined;
    return subject.platform
      ? refuted(`the platform is ${subject.platform.kind}`)
      : unseen("spec.platform does not say what the mesh runs on");
  },
  ({ kubernetes }, subject) => {
    if (!kubernetes) return undefined;
    const version = subject.platform?.kubernetes;
    if (!version) return unseen("spec.platform does not say which Kubernetes it is");
    const { atLeast, below } = kubernetes;
    const inside = (!atLeast || minorDistance(atLeast, version) >= 0) && (!below || minorDistance(version, below) > 0);
    return inside ? undefined : refuted(`the cluster is Kubernetes ${version}`);
  },
  ({ gatewayApi }, subject) => {
    if (!gatewayApi) return undefined;
    const bundle = subject.platform?.gatewayApi;
    if (!bundle) return unseen("which Gateway API CRDs the cluster has is not described");
    const { atLeast, below } = gatewayApi;
    const inside =
      (!atLeast || compareVersions(bundle, atLeast) >= 0) && (!below || compareVersions(bundle, below) < 0);
    return inside ? undefined : refuted(`the platform brings Gateway API ${bundle}`);
  },
  ({ objects }, subject) => {
    if (!objects || objects.some((query) => subject.objects.some((one) => fits(one, query)))) return undefined;
    return unseen(`the mesh carries no ${[...new Set(objects.map(queryWords))].join(" or ")}`);
  },
  ({ mentions: text }, subject) => {
    if (
      !text ||
      subject.objects.some((one) => mentions(one, text)) ||
      subject.labels.some((one) => mentions(one, text))
    )
      return undefined;
    return unseen(`nothing that the mesh carries names ${text}`);
  },
];

const gatewayWords: Readonly<Record<string, string>> = {
  any: "the mesh has no gateways",
  managed: "the mesh has no gateways that istiod deploys",
  waypoints: "the mesh has no waypoints",
  injected: "the mesh has no injected gateways",
};

/** What of a condition does not hold, or cannot be seen. */
export function unmet(condition: Condition, subject: Subject, move: RowMoveFacts): readonly Unmet[] {
  return asks.flatMap((ask) => ask(condition, subject, move) ?? []);
}

function fits(object: KubernetesObject, { kind, name, field, matches, lacks }: ObjectQuery): boolean {
  if (object.kind !== kind || (name !== undefined && object.metadata.name !== name)) return false;
  if (lacks !== undefined && valuesAt(object, lacks).length > 0) return false;
  if (field === undefined) return true;
  const pattern = matches === undefined ? undefined : new RegExp(matches);
  return valuesAt(object, field).some((value) => !pattern || pattern.test(String(value)));
}

/** A condition's objects in words: `DestinationRule with spec.exportTo`. */
export function queryWords({ kind, name, field, matches, lacks }: ObjectQuery): string {
  const words = [
    name === undefined ? kind : `${kind}/${name}`,
    ...(field === undefined
      ? []
      : [`with ${field}${matches === undefined ? "" : ` ${matches.replace(/[\\^$]/g, "")}`}`]),
    ...(lacks === undefined ? [] : [`without ${lacks}`]),
  ];
  return words.join(" ").replaceAll("\\.", ".");
}
