import { grouped } from "../../../basics/grouped";
import type { Finding } from "../../../findings/finding";
import { protectedKind } from "../../../mesh/protected-kinds";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import type { Readings } from "../../../repository/readers/readings";
import { configMapsOf, isLeftAlone, mayBePatched, variableGivers } from "../../../repository/variables/flux-variables";
import { about, fewOf } from "../../../rules/rule";
import { slipOf } from "../../../rules/slips";

/** What Flux would put where variables stand, and what could not be told. */
export interface Substitutions {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/** `${NAME}` without a value for the case that there is none; `$${NAME}` stands for itself. */
const variable = /(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/**
 * Variables that objects of a mesh ask for, and that the Kustomization which applies them does not give (DEL013): it puts an empty text
 * there. Without any value it leaves all of them as they are, and another tool may fill them in.
 */
export function lostVariables(
  objects: readonly FileObject[],
  files: readonly KustomizationFile[],
  readBy: Readings["readBy"],
): Substitutions {
  const givers = variableGivers(objects);
  if (givers.length === 0) return { findings: [], notes: [] };
  const asked = objects
    .filter((one) => protectedKind(one.object) && !isLeftAlone(one))
    .flatMap((one) => {
      const names = variablesOf(one.object);
      return names.length === 0
        ? []
        : readBy(one).flatMap(({ by }) => names.map((name) => ({ one, name, by: by as FileObject })));
    });
  const byReader = grouped(
    asked.filter(({ by }) => givers.includes(by)),
    ({ by }) => by,
  );
  const all = [...byReader].map(([by, uses]) => ofReader(by, uses, objects, files));
  return { findings: all.flatMap(({ findings }) => findings), notes: all.flatMap(({ notes }) => notes) };
}

interface Use {
  readonly one: FileObject;
  readonly name: string;
}

function ofReader(
  by: FileObject,
  uses: readonly Use[],
  objects: readonly FileObject[],
  files: readonly KustomizationFile[],
): Substitutions {
  const { name } = by.object.metadata;
  const inLine = Object.keys(Object(valueAt(by.object, "spec", "postBuild", "substitute")));
  const sources = listAt(by.object, "spec", "postBuild", "substituteFrom");
  const read = sources.map((source) => keysOf(source, by, objects));
  const given = [...inLine, ...read.flatMap((keys) => keys ?? [])];
  const lost = grouped(
    uses.filter((use) => !given.includes(use.name)),
    (use) => use.name,
  );
  if (lost.size === 0 || (given.length === 0 && sources.length === 0)) return { findings: [], notes: [] };
  const hidden = read.flatMap((keys, index) =>
    keys ? [] : [`${textAt(sources[index], "kind")} ${textAt(sources[index], "name")}`],
  );
  const elsewhere = [...hidden, ...(mayBePatched(by, objects, files) ? ["a patch of it"] : [])];
  const { shown, many } = fewOf([...lost.keys()]);
  if (elsewhere.length > 0) {
    const who = `${fewOf(elsewhere).shown}, which ${elsewhere.length > 1 ? "are" : "is"} not read here`;
    return {
      findings: [],
      notes: [
        `not judged: whether Kustomization ${name} gives variable${many ? "s" : ""} ${shown}: they may come from ${who}`,
      ],
    };
  }
  const findings = [...lost].flatMap(([variableName, [first]]) => {
    const near = slipOf(variableName, given);
    if (!first) return [];
    return [
      about("DEL013", by, {
        at: ["spec", "postBuild"],
        ...(near === undefined && { severity: "warning" as const }),
        message: `${first.one.object.kind} ${first.one.object.metadata.name} asks for \${${variableName}}, which Kustomization ${name} does not give: Flux puts an empty text there, or refuses to apply it`,
        hint:
          near === undefined
            ? `Add it to postBuild.substitute, or write \${${variableName}:=VALUE}.`
            : `It gives ${near}.`,
      }),
    ];
  });
  return { findings, notes: [] };
}

function variablesOf(value: unknown): readonly string[] {
  const text = JSON.stringify(value);
  return text.includes("${") ? [...new Set([...text.matchAll(variable)].map(([, name = ""]) => name))] : [];
}

/** The keys of a ConfigMap that is here; undefined for what is not, and for Secrets, which may be sealed. */
function keysOf(source: unknown, by: FileObject, objects: readonly FileObject[]): readonly string[] | undefined {
  const found = configMapsOf(source, by, objects);
  return found.length > 0 ? found.flatMap(({ object }) => Object.keys(Object(valueAt(object, "data")))) : undefined;
}
