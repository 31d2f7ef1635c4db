import type { Finding } from "../../findings/finding";
import { canonicalJson } from "../../objects/canonical-json";
import { textAt, valueAt } from "../../objects/object-paths";
import { type Pair, pairs } from "../changed";
import { objectsOf } from "../objects";
import { about, type ManifestSet, type Step } from "../rule";

const name = ["spec", "template", "metadata", "name"];
const keep = ["spec", "syncPolicy", "preserveResourcesOnDeletion"];

/**
 * ApplicationSets whose template calls every Application otherwise after a step (DEL013): the controller makes new ones and deletes the
 * old, each with what it has applied. Which elements there are need not be known for that.
 */
export function renamedSets(step: Step): readonly Finding[] {
  const named = new Set(setsIn(step.after).map(({ object }) => textAt(object, ...name)));
  return pairs(step, setsIn)
    .filter((pair) => isRenamed(pair) && !named.has(textAt(pair.before.object, ...name)))
    .flatMap(({ before, after }) => {
      const policy = textAt(after.object, "spec", "syncPolicy", "applicationsSync");
      // What was kept before the step carries no finalizer: the new Application takes it over.
      const isKept = valueAt(before.object, ...keep) === true;
      if (policy === "create-only" || policy === "create-update" || isKept) return [];
      return [
        about("DEL013", after, {
          at: name,
          message: `its Applications are called ${textAt(after.object, ...name)} instead of ${textAt(before.object, ...name)}: the controller deletes those of the old name, and with them all that they have applied`,
          hint: "Keep the name, or write syncPolicy.preserveResourcesOnDeletion: true a step before.",
        }),
      ];
    });
}

function setsIn(set: ManifestSet) {
  return objectsOf(set, "argoproj.io", "ApplicationSet");
}

/** Whether each element gives another name than before: the same is filled in, and what stands around it differs. */
export function isRenamed({ before, after }: Pair): boolean {
  const [was, is] = [before, after].map(({ object }) => partsOf(textAt(object, ...name) ?? ""));
  const generators = [before, after].map(({ object }) => canonicalJson(valueAt(object, "spec", "generators") ?? null));
  return (
    generators[0] === generators[1] &&
    canonicalJson(was?.filled ?? []) === canonicalJson(is?.filled ?? []) &&
    was?.written !== is?.written
  );
}

/** What a template fills in, without a difference between its two languages, and what is written around that. */
function partsOf(text: string): { readonly filled: readonly string[]; readonly written: string } {
  const expression = /\{\{-?\s*\.?(.*?)\s*-?\}\}/g;
  return {
    filled: [...text.matchAll(expression)].map(([, inner = ""]) => inner),
    written: text.replace(expression, "{{}}"),
  };
}
