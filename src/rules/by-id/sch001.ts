import { objectId } from "../../mesh/mesh";
import { immutableChanges } from "../../schemas/immutable";
import { pathText } from "../../schemas/problem";
import { pairs } from "../changed";
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
            fix: meant === undefined ? [] : [{ at: path, value: meant }],
            message: `${pathText(path) || objectId(one.object)}: ${message} (${verdict.owner})`,
          }),
        );
    }),
  step: (step) =>
    pairs(step, (set) => sailObjects(set, sailKinds)).flatMap(({ before, after }) => {
      const [schema] = chosenFor(step.after, after)?.schemas ?? [];
      if (!schema) return [];
      return immutableChanges(before.object, after.object, schema).map(({ path, from, to }) =>
        about("SCH001", after, {
          at: path,
          message: `${pathText(path)} changes from ${from} to ${to}, and cannot be changed once the object is there`,
          hint: "Keep it; another value needs a new object.",
        }),
      );
    }),
};
