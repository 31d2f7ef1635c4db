import { grouped } from "../../../../basics/grouped";
import { canonicalJson } from "../../../../objects/canonical-json";
import { identity } from "../../../../objects/kubernetes-object";
import { nearestTo } from "../../../../repository/engine-reads/nearest";
import type { FileObject } from "../../../../repository/objects/file-object";
import { filledIn } from "../../../../repository/variables/filled-in";
import { variableGivers } from "../../../../repository/variables/flux-variables";
import type { Reader } from "../../../../rules/rule";

/**
 * An object with the values that the Kustomizations of Flux that apply it put where its variables stand; as it is where they give different ones, and where
 * none gives any.
 */
export function filledBy(one: FileObject, readers: readonly Reader[], configs: readonly FileObject[]): FileObject {
  const bys = readers.map(({ by }) => by as FileObject).filter((by) => by !== one);
  const filled = variableGivers(bys).map((giver) => {
    const named = [...grouped(configs, ({ object }) => identity(object)).values()].flatMap((same) =>
      nearestTo(giver, same),
    );
    const own = readers.filter(({ by }) => by === giver);
    return filledIn([one], () => own, [giver, ...named])[0] ?? one;
  });
  const texts = new Set(filled.map(({ object }) => canonicalJson(object)));
  return filled[0] && texts.size === 1 && filled.length === bys.length ? filled[0] : one;
}
