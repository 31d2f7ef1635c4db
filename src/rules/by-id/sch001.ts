import { objectId } from "../../mesh/mesh";
import { valueAt } from "../../objects/object-paths";
import { immutableChanges } from "../../schemas/immutable";
import { pathText } from "../../schemas/problem";
import { pairs } from "../changed";
import { fixedFields } from "../fixed-fields";
import { sailKinds, sailObjects } from "../objects";
import { about, type Rule } from "../rule";
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
