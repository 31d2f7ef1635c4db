import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { canonicalJson } from "../../objects/canonical-json";
import { valueAt } from "../../objects/object-paths";
import { immutableChanges } from "../../schemas/immutable";
import { pathText } from "../../schemas/problem";
import { pairs } from "../changed";
import { objectsOf, sailKinds, sailObjects } from "../objects";
import { about, type Rule, type Step } from "../rule";
import { chosenFor, schemaVerdict } from "../schema-problems";

export const sch001: Rule = {
  id: "SCH001",
  state: (set) =>
    set.objects.flatMap((one) => {
      const verdict = schemaVerdict(set, one);
      if (!verdict) return [];
      return verdict.problems
        .filter(({ what }) => what === "refused")
        .map(({ path, message, meant }) =>
          about("SCH001", one, {
            at: path,
            ...(isOpen(valueAt(one.object, ...path)) && { severity: "warning" as const }),
            fix: meant === undefined ? [] : [{ at: path, value: meant }],
            message: `${pathText(path) || objectId(one.object)}: ${message} (${verdict.owner})`,
          }),
        );
    }),
  step: (step) => [
    ...fixedFields(step),
    ...pairs(step, (set) => sailObjects(set, sailKinds)).flatMap(({ before, after }) => {
      // Where the release is not known, the newest: IstioCNI of 3.0.0 alone lets its namespace change.
      const schema = chosenFor(step.after, after)?.schemas.at(-1);
      if (!schema) return [];
      return immutableChanges(before.object, after.object, schema).map(({ path, from, to }) =>
        about("SCH001", after, {
          at: path,
          message: `${pathText(path)} changes from ${from} to ${to}, and cannot be changed once the object is there`,
          hint: "Keep it; another value needs a new object.",
        }),
      );
    }),
  ],
};

/** A variable that whoever applies the manifest fills in: `mixer.${DOMAIN}`. */
function isOpen(value: unknown): boolean {
  return typeof value === "string" && /\$\{\w[^}]*\}/.test(value);
}

/** Fields of Kubernetes' own kinds that stay as they were when the object was made. */
const fixed: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Deployment: [["spec", "selector"]],
  DaemonSet: [["spec", "selector"]],
  StatefulSet: [
    ["spec", "selector"],
    ["spec", "serviceName"],
  ],
};

function fixedFields(step: Step): readonly Finding[] {
  return Object.entries(fixed).flatMap(([kind, paths]) =>
    pairs(step, (set) => objectsOf(set, "apps", kind)).flatMap(({ before, after }) =>
      paths.flatMap((at) => {
        const [from, to] = [before, after].map(({ object }) => valueAt(object, ...at));
        if (from === undefined || canonicalJson(from) === canonicalJson(to)) return [];
        return [
          about("SCH001", after, {
            at,
            message: `${pathText(at)} changes, and cannot be changed once the ${kind} is there`,
            hint: "Keep it, or make another one under another name and take this one away.",
          }),
        ];
      }),
    ),
  );
}
