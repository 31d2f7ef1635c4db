import { grouped } from "../../../basics/grouped";
import type { Finding } from "../../../findings/finding";
import { protectedKind } from "../../../mesh/protected-kinds";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import type { Readings } from "../../../repository/readers/readings";
import { isLeftAlone, mayBePatched } from "../../../repository/variables/flux-variables";
import { about, fewOf } from "../../../rules/rule";

/** Nothing but a variable, also with a value for the case that there is none: without any values Flux does not look for these either. */
const bare = /^\$\{([A-Za-z_][A-Za-z0-9_]*)(?::[-=][^}]*)?\}$/;
const within = /(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)(?::[-=][^}]*)?\}/;

/**
 * Variables of objects of a mesh where the Kustomization that applies them gives no values at all (DEL013): Flux then fills in nothing, and
 * what stands in Git is what the API server gets. Of what is made of a repository before Flux reads it (an artifact) nothing is said.
 */
export function unfilledVariables(
  objects: readonly FileObject[],
  files: readonly KustomizationFile[],
  { readBy, writes }: Pick<Readings, "readBy" | "writes">,
): readonly Finding[] {
  const asking = objects.filter(
    (one) => isOfMesh(one) && !isLeftAlone(one) && JSON.stringify(one.object).includes("${"),
  );
  const uses = asking.flatMap((one) => {
    const readers = readBy(one).map(({ by }) => by as FileObject);
    const by = readers.find((reader) => givesNothing(reader) && !mayBePatched(reader, objects, files));
    // Plugins of Argo CD fill in what they like.
    if (!by || readers.some(({ object }) => !kindOf(object).startsWith("kustomize.toolkit.fluxcd.io/"))) return [];
    return usesOf(one).flatMap((use) => (writes(one, String(use.at.at(-1))) ? [] : [{ ...use, one, by }]));
  });
  return [...grouped(uses, ({ by }) => by)].flatMap(([by, own]) => {
    const first = own.find(({ isName }) => isName) ?? own[0];
    if (!first) return [];
    const { kind, metadata } = first.one.object;
    const { shown } = fewOf([...new Set(own.map(({ name }) => name))]);
    const left = `${first.at.join(".")} of ${kind} ${metadata.name} asks for \${${first.name}}, and Kustomization ${by.object.metadata.name} gives no values: Flux leaves the text as it is`;
    return [
      // About the Kustomization, as what becomes of a line with a variable is not known from that line.
      about("DEL013", by, {
        at: ["spec", "postBuild"],
        ...(!first.isName && { severity: "warning" as const }),
        message: first.isName ? `${left}, and the API server refuses it` : left,
        hint: `Add ${shown} to spec.postBuild.substitute, or write the value.`,
      }),
    ];
  });
}

function isOfMesh({ object }: FileObject): boolean {
  return protectedKind(object) !== undefined || kindOf(object) === "operators.coreos.com/Subscription";
}

/** A Kustomization of Flux that reads the repository itself, and has no value for anything. */
function givesNothing({ object }: FileObject): boolean {
  return (
    kindOf(object) === "kustomize.toolkit.fluxcd.io/Kustomization" &&
    textAt(object, "spec", "sourceRef", "kind") === "GitRepository" &&
    Object.keys(Object(valueAt(object, "spec", "postBuild", "substitute"))).length === 0 &&
    listAt(object, "spec", "postBuild", "substituteFrom").length === 0
  );
}

interface Use {
  readonly at: readonly (string | number)[];
  readonly name: string;
  /** Whether it stands where only a name or a version can. */
  readonly isName: boolean;
}

function usesOf({ object }: FileObject): readonly Use[] {
  return leaves(object, []).flatMap(([at, text]): Use[] => {
    const isName = isNamePlace(at);
    // Annotations take any text.
    if (!isName && at[0] !== "spec") return [];
    const [, name] = (isName ? within : bare).exec(text) ?? [];
    return name === undefined ? [] : [{ at, name, isName }];
  });
}

/** Where hosts, and what routes refer to, stand. */
const hostKeys: readonly unknown[] = ["hostnames", "hostname", "hosts", "host"];
const refKeys: readonly unknown[] = ["parentRefs", "backendRefs", "targetRefs"];

function isNamePlace(at: readonly (string | number)[]): boolean {
  const [first, second] = at;
  const key = at.findLast((part) => typeof part === "string");
  if (first === "spec" && (hostKeys.includes(key) || (key === "name" && refKeys.includes(at.at(-3))))) return true;
  if (first === "metadata") return second === "name" || second === "namespace" || second === "labels";
  return first === "spec" && at.length === 2 && ["version", "namespace", "gatewayClassName"].includes(String(second));
}

function leaves(value: unknown, at: readonly (string | number)[]): readonly (readonly [Use["at"], string])[] {
  if (typeof value === "string") return [[at, value]];
  if (Array.isArray(value)) return value.flatMap((entry, index) => leaves(entry, [...at, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => leaves(entry, [...at, key]));
}
