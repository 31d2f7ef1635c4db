import { posix } from "node:path";
import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { pairs } from "../changed";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Step } from "../rule";
import { isRenamed } from "./renamed-sets";
import { type Element, elementsOf } from "./set-elements";
import { filled, languageOf } from "./set-templates";

/** An Application that an element of a list makes, as far as its own parameters fill in the template. */
interface Made {
  readonly name: string;
  readonly destination: string;
}

/** Applications that an ApplicationSet makes no more after a step, or for another cluster (DEL013). */
export function droppedElements(step: Step): readonly Finding[] {
  return pairs(step, setsIn).flatMap(({ before, after }) => {
    if (!mayDelete(after) || listedElements(after).length === 0 || makesOthers(before, after)) return [];
    // Of all together one word is enough.
    if (isRenamed({ before, after })) return [];
    const now = new Map(madeBy(after).map((one) => [one.name, one]));
    const elsewhere = namesIn(step.after);
    return madeBy(before).flatMap((was) => {
      const is = now.get(was.name);
      if (is) return is.destination === was.destination || was.destination === "" ? [] : [moved(after, was, is)];
      return elsewhere.has(was.name) ? [] : [gone(after, was)];
    });
  });
}

const generators = ["spec", "generators"];
const template = ["spec", "template"];

function setsIn(set: ManifestSet): readonly CheckedObject[] {
  return objectsOf(set, "argoproj.io", "ApplicationSet");
}

/** Who may not delete Applications leaves them as they are. */
export function mayDelete({ object }: CheckedObject): boolean {
  const policy = textAt(object, "spec", "syncPolicy", "applicationsSync");
  return policy !== "create-only" && policy !== "create-update";
}

/** A generator that is no list and that was not there before: nobody sees what it makes. */
export function makesOthers(before: CheckedObject, after: CheckedObject): boolean {
  const [was = [], is = []] = [before, after].map(({ object }) =>
    listAt(object, ...generators).filter((one) => valueAt(one, "list") === undefined),
  );
  return is.length > was.length;
}

/** Applications that are made otherwise. */
function namesIn(set: ManifestSet): ReadonlySet<string> {
  const applications = objectsOf(set, "argoproj.io", "Application").map(({ object }) => object.metadata.name);
  return new Set([
    ...applications,
    ...setsIn(set)
      .flatMap(madeBy)
      .map(({ name }) => name),
  ]);
}

/** The elements of its lists, and of those that are combined with other generators. */
export function listedElements({ object, file }: CheckedObject): readonly Element[] {
  // Which folders there are, is no matter of the set's own.
  return elementsOf(object, { root: posix.dirname(file ?? "/"), folders: new Set() }).filter(({ at }) => at);
}

/** Where a template does not tell one element from another, none of them makes an Application alone. */
function madeBy(one: CheckedObject): readonly Made[] {
  const made = listedElements(one).map(({ parameters }) => {
    const fill = (...path: readonly string[]) =>
      filled(textAt(one.object, ...template, ...path) ?? "", parameters, languageOf(one.object));
    const destination = fill("spec", "destination", "name") || fill("spec", "destination", "server");
    return { name: fill("metadata", "name"), destination };
  });
  return new Set(made.map(({ name }) => name)).size === made.length ? made : [];
}

function gone(one: CheckedObject, { name, destination }: Made): Finding {
  const isKept = valueAt(one.object, "spec", "syncPolicy", "preserveResourcesOnDeletion") === true;
  const to = destination === "" ? "" : ` for ${destination}`;
  const result = isKept
    ? "what that has applied stays, and nobody looks after it"
    : "the controller deletes it, and with it all that it has applied";
  return about("DEL013", one, {
    at: generators,
    ...(isKept && { severity: "warning" }),
    message: `it makes no Application ${name}${to} after this step: ${result}`,
    hint: isKept
      ? "When it is to go, delete by hand what stays."
      : "Keep the element. Where only the Application is to go: syncPolicy.preserveResourcesOnDeletion: true, a step before.",
  });
}

function moved(one: CheckedObject, was: Made, is: Made): Finding {
  return about("DEL013", one, {
    at: generators,
    message: `Application ${was.name} applies to ${is.destination || "no cluster"} instead of ${was.destination}: there a second mesh begins, and the first stays and is changed by nobody`,
    hint: "Write another element for the other cluster.",
  });
}
