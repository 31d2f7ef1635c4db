import type { Finding } from "../../findings/finding";
import { identity } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { pairs } from "../changed";
import { labelsOf, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Step } from "../rule";
import { matchSelector } from "../selector";
import { mayDelete } from "./dropped-elements";
import { takesAlong } from "./gone-owners";

/**
 * Clusters that a generator of an ApplicationSet found by the labels of their Secret, and finds no more after a step (DEL013): their
 * Applications are deleted.
 */
export function goneClusters(step: Step): readonly Finding[] {
  return pairs(step, (set) => objectsOf(set, "argoproj.io", "ApplicationSet")).flatMap(({ before, after }) => {
    const [was, is] = [clustersOf(before), clustersOf(after)];
    // Others may find what is not found this way any more.
    if (was.length === 0 || is.length === 0 || kindsIn(before) !== kindsIn(after) || !mayDelete(after)) return [];
    const found = clusters(step.after).filter((one) => isFound(one, is));
    if (makesSecrets(step)) return [];
    return clusters(step.before).flatMap((secret) => {
      const [server, name] = ["server", "name"].map((key) => told(secret, key));
      const stays = found.some(
        (one) =>
          identity(one.object) === identity(secret.object) ||
          (server !== undefined && told(one, "server") === server) ||
          (name !== undefined && told(one, "name") === name),
      );
      if (stays || !isFound(secret, was)) return [];
      const isThere = step.after.objects.some(({ object }) => identity(object) === identity(secret.object));
      return [gone(before, after, secret, isThere)];
    });
  });
}

function isFound(one: CheckedObject, generators: readonly unknown[]): boolean {
  return generators.some((generator) => finds(generator, one));
}

/** Whether controllers make Secrets after the step that they did not make before: which, nobody sees. */
function makesSecrets({ before, after }: Step): boolean {
  const makers = ({ objects }: ManifestSet) =>
    objects.flatMap(({ object }) => (/.Secret$/.test(object.kind) ? [identity(object)] : []));
  const known = new Set(makers(before));
  return makers(after).some((one) => !known.has(one));
}

/** What a Secret says of its cluster, in either of its two ways; two that say the same are for one. */
function told({ object }: CheckedObject, key: string): string | undefined {
  const encoded = textAt(object, "data", key);
  return (
    textAt(object, "stringData", key) ??
    (encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString("utf8"))
  );
}

function clusters(set: ManifestSet): readonly CheckedObject[] {
  return objectsOf(set, "", "Secret").filter(
    ({ object }) => labelsOf(object)["argocd.argoproj.io/secret-type"] === "cluster",
  );
}

/** The generators that look for clusters, those that are combined with others included. */
function clustersOf({ object }: CheckedObject): readonly unknown[] {
  return within(listAt(object, "spec", "generators"));
}

function within(generators: readonly unknown[]): readonly unknown[] {
  return generators.flatMap((one): readonly unknown[] => [
    ...(valueAt(one, "clusters") === undefined ? [] : [one]),
    ...["matrix", "merge"].flatMap((key) => within(listAt(one, key, "generators"))),
  ]);
}

/** Which kinds of generators there are, one after the other. */
function kindsIn({ object }: CheckedObject): string {
  return listAt(object, "spec", "generators")
    .map((one) => Object.keys(Object(one)).sort().join(" "))
    .join(", ");
}

function finds(generator: unknown, { object }: CheckedObject): boolean {
  const labels = labelsOf(object);
  const isCluster = labels["argocd.argoproj.io/secret-type"] === "cluster";
  const selector = valueAt(generator, "clusters", "selector");
  return isCluster && (selector === undefined || matchSelector(selector, { labels, complete: true }) === "yes");
}

function gone(before: CheckedObject, after: CheckedObject, secret: CheckedObject, isThere: boolean): Finding {
  const { name } = secret.object.metadata;
  const isLost = takesAlong(before);
  const why = isThere ? `its generators ask for labels that Secret ${name} has not` : `Secret ${name} is gone`;
  const template = textAt(after.object, "spec", "template", "metadata", "name") ?? "";
  return about("DEL013", after, {
    at: ["spec", "generators"],
    ...(!isLost && { severity: "warning" }),
    message: `it makes no Application ${template} for cluster ${name} after this step, as ${why}: the controller deletes it, ${isLost ? "and with it all that it has applied" : "and what that has applied stays, where nobody looks after it"}`,
    hint: isLost
      ? "Keep the label. Where only the Application is to go: syncPolicy.preserveResourcesOnDeletion: true, a step before."
      : "When it is to go, delete by hand what stays.",
  });
}
