import { livesInNamespace } from "../../../delivery/permissions";
import type { Finding } from "../../../findings/finding";
import { objectId } from "../../../mesh/mesh";
import { protectedKind } from "../../../mesh/protected-kinds";
import { kindOf } from "../../../objects/kubernetes-object";
import { textAt, valueAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { builtEngines, engineKinds } from "../../../repository/patches/built-engines";
import { about, inShort } from "../../../rules/rule";

/** A kustomization and all that it builds. */
export interface Built {
  readonly file: KustomizationFile;
  readonly objects: readonly FileObject[];
}

/** Objects of a mesh that say no namespace, where nobody else says one either (NS008). */
export function withoutNamespace(built: readonly Built[], objects: readonly FileObject[]): readonly Finding[] {
  const homeless = objects.filter(({ object }) => object.metadata.namespace === undefined && livesInNamespace(object));
  if (homeless.length === 0) return [];
  // What an engine applies goes to the namespace that the engine is told, or that a patch tells it.
  const engines = objects.filter(({ object }) => engineKinds.has(kindOf(object)));
  const files = built.map(({ file }) => file);
  if ([...builtEngines(engines, files).values()].flat().some(setsNamespace)) return [];
  const groups = new Map<string, { readonly builders: readonly Built[]; readonly open: FileObject[] }>();
  for (const one of homeless) {
    const builders = built.filter((each) => each.objects.includes(one));
    if (builders.length === 0 || builders.some(({ file }) => !leavesOpen(file))) continue;
    const key = builders.map(({ file }) => file.folder).join(" ");
    const group = groups.get(key) ?? { builders, open: [] };
    groups.set(key, group);
    group.open.push(one);
  }
  return [...groups.values()].flatMap(({ builders, open }) => ofBuilders(builders, open));
}

function ofBuilders(builders: readonly Built[], open: readonly FileObject[]): readonly Finding[] {
  const neighbours = [...new Set(builders.flatMap((each) => each.objects))];
  const named = neighbours.filter(({ object }) => object.metadata.namespace !== undefined);
  // Without one a folder of routes is a base for whoever names the namespace.
  if (named.length === 0 && !neighbours.some(({ object }) => protectedKind(object)?.role === "mesh")) return [];
  const where = `${builders.map(({ file }) => file.shown).join(" and ")} set${builders.length === 1 ? "s" : ""} none`;
  const end = "to whatever is the default";
  // One or two among many that name theirs are an oversight; where most do not, as what is fetched need not, an engine or -n is meant to say it.
  if (open.length <= named.length && !builders.some(({ file }) => file.fetches)) {
    return open.map((one) =>
      about("NS008", one, {
        at: ["metadata"],
        severity: "error",
        message: `${objectId(one.object)} names no namespace, and ${where}: it goes ${end}`,
      }),
    );
  }
  const { first, names } = inShort(open);
  const [they, go] = open.length === 1 ? ["names", "it goes"] : ["name", "they go"];
  return first
    ? [
        about("NS008", first, {
          at: ["metadata"],
          message: `${names} ${they} no namespace, and ${where}: ${go} ${end}`,
        }),
      ]
    : [];
}

/** A transformer may set what is not seen here. */
function leavesOpen({ source: { value } }: KustomizationFile): boolean {
  return textAt(value, "namespace") === undefined && valueAt(value, "transformers") === undefined;
}

function setsNamespace({ object }: FileObject): boolean {
  switch (kindOf(object)) {
    case "argoproj.io/Application":
      return textAt(object, "spec", "destination", "namespace") !== undefined;
    case "argoproj.io/ApplicationSet":
      return textAt(object, "spec", "template", "spec", "destination", "namespace") !== undefined;
    case "kustomize.toolkit.fluxcd.io/Kustomization":
      return textAt(object, "spec", "targetNamespace") !== undefined;
    default:
      return false;
  }
}
