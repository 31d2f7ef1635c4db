import type { Finding, MeshPath } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { about, type CheckedObject } from "../rule";

/** What istiod's webhook refuses of the form of an AuthorizationPolicy that its CRD takes (POL003). */
export function refusedRules(one: CheckedObject): readonly Finding[] {
  const { object } = one;
  const said = (at: MeshPath, why: string, hint?: string) => [
    about("POL003", one, {
      at,
      severity: "error",
      message: `${why}: istiod refuses the policy`,
      ...(hint !== undefined && { hint }),
    }),
  ];
  const action = textAt(object, "spec", "action") ?? "ALLOW";
  const isProvided = valueAt(object, "spec", "provider") !== undefined && action !== "CUSTOM";
  return [
    ...(isProvided ? said(["spec", "provider"], `a provider with action ${action}`, "Write action: CUSTOM.") : []),
    ...listAt(object, "spec", "rules").flatMap((rule, index) => [
      ...emptyParts(rule, ["spec", "rules", index]).flatMap(([at, word]) =>
        said(at, `${word} asks for nothing`, `To ask nothing of it, leave ${word.split(".")[0]} out.`),
      ),
      ...listAt(rule, "when").flatMap((when, which) => {
        const isAsked = ["values", "notValues"].some((key) => listAt(when, key).length > 0);
        const at = ["spec", "rules", index, "when", which];
        return isAsked ? [] : said(at, `${textAt(when, "key")} without values and notValues`);
      }),
      ...strangeTemplates(rule, ["spec", "rules", index]).flatMap(([at, path]) =>
        said(at, `path ${path} is no template`, "{*} stands for one segment, {**} for the rest, as the last of both."),
      ),
    ]),
  ];
}

type Named = readonly [at: MeshPath, word: string];

function emptyParts(rule: unknown, at: MeshPath): readonly Named[] {
  const parts = [
    ["from", "source"],
    ["to", "operation"],
  ] as const;
  return parts.flatMap(([list, part]) =>
    listAt(rule, list).flatMap((entry, index): readonly Named[] => {
      const asked = Object.values(Object(valueAt(entry, part)) as object);
      const isEmpty = asked.every((value) => Array.isArray(value) && value.length === 0);
      return isEmpty ? [[[...at, list, index], `${list}.${part}`]] : [];
    }),
  );
}

/** Braces hold a star or two; after two stars nothing else in braces comes. */
function strangeTemplates(rule: unknown, at: MeshPath): readonly Named[] {
  return listAt(rule, "to").flatMap((entry, index) =>
    ["paths", "notPaths"].flatMap((key) =>
      listAt(entry, "operation", key).flatMap((path, which): readonly Named[] => {
        const text = wordOf(path);
        const segments = text.split("/").filter((segment) => /[{}]/.test(segment));
        // `${NAME}` is filled in by somebody.
        if (segments.length === 0 || text.includes("${")) return [];
        const isKnown = segments.every((segment) => ["{*}", "{**}"].includes(segment));
        const isLast = !segments.slice(0, -1).includes("{**}");
        return isKnown && isLast ? [] : [[[...at, "to", index, "operation", key, which], text]];
      }),
    ),
  );
}
