import { isDeepStrictEqual } from "node:util";
import type { DataPlane, OperatorRelease } from "../../../catalog/types";
import type { Finding } from "../../../findings/finding";
import { completeMesh } from "../../../mesh/defaults";
import { noLedger } from "../../../mesh/ledger";
import { type CarriedObject, type KubernetesObject, objectId } from "../../../mesh/mesh";
import { meshSchema } from "../../../mesh/schema";
import { apiGroup, identity } from "../../../objects/kubernetes-object";
import { namespacesOfOthers, renderMesh } from "../../../render/render";
import type { SnapshotEntry } from "../../../snapshot/entry";
import { validate } from "../../../source/validate";
import { parseYamlDocuments } from "../../../source/yaml-source";
import type { Uncarried } from "../carry/uncarried";
import { withoutDelivery } from "../delivery/annotations";
import type { OperatorGuess } from "../describe/operator/operator";
import { withoutDefaults } from "../input/api-defaults";
import type { Found } from "../input/found";
import { withoutServerFields } from "../input/server-fields";
import { type Difference, differences, pathText, wholeParts } from "./differences";
import { isImplied, sameInOtherWords } from "./same-meaning";
import { whyAdded, whyUncarried } from "./why-uncarried";

/** What came of rendering what was written. */
export interface RoundTrip {
  readonly uncarried: readonly Uncarried[];
  /** Where the baseline says the same in other words. */
  readonly reworded: readonly Uncarried[];
  /** What the rules say of the baseline. */
  readonly findings: readonly Finding[];
}

/**
 * Reads the text of a mesh.yaml, renders its baseline in memory and holds it against the input, object by object and field by
 * field, in both directions. The baseline may add delivery annotations, the marker and what means the same as leaving it out; where
 * it says something in other words, that is told.
 * @param extraReleases those that `spec.catalogs` adds
 * @throws InputError for a text that does not load
 */
export function roundTrip(
  text: string,
  carried: readonly CarriedObject[],
  input: readonly Found[],
  operator: OperatorGuess,
  extraReleases: readonly OperatorRelease[] = [],
): RoundTrip {
  const rendered = render(text, carried, extraReleases);
  const { objects, findings, dataPlane } = rendered;
  // A warning stops nothing.
  if (!objects) {
    const errors = findings.filter(({ severity }) => severity === "error");
    return { uncarried: errors.map(unplanned), reworded: [], findings };
  }
  const outputs = new Map(objects.map((object) => [identity(object), object]));
  const compared = input.map(({ object }) => {
    const output = outputs.get(identity(object));
    outputs.delete(identity(object));
    return output ? compare(object, output, operator) : { uncarried: [missing(object)], reworded: [] };
  });
  return {
    uncarried: [
      ...compared.flatMap((one) => one.uncarried),
      ...[...outputs.values()].map((object) => ({
        object: objectId(object),
        path: "",
        why: whyAdded(object, dataPlane),
      })),
    ],
    reworded: compared.flatMap((one) => one.reworded),
    findings,
  };
}

interface Rendered {
  readonly objects: readonly KubernetesObject[] | undefined;
  readonly findings: readonly Finding[];
  readonly dataPlane: DataPlane;
}

function render(text: string, carried: readonly CarriedObject[], extraReleases: readonly OperatorRelease[]): Rendered {
  const [source] = parseYamlDocuments(text, "mesh.yaml");
  if (!source) throw new Error("an adopted mesh.yaml is never empty");
  const { metadata, spec } = validate(meshSchema, source);
  const { plan, snapshots, findings } = renderMesh(
    completeMesh(metadata.name, spec, carried, { extraReleases: [...extraReleases], ...noLedger }),
  );
  const [baseline] = snapshots;
  const { dataPlane } = spec;
  if (!baseline) return { objects: undefined, findings, dataPlane };
  const others = namespacesOfOthers(plan, baseline.phase);
  const objects = [...baseline.entries.filter(isOfTheInput), ...others].map(({ object }) => object);
  return { objects, findings, dataPlane };
}

/** Objects for the phases themselves, the marker and the gates, have no counterpart in the input. */
function isOfTheInput({ layer, origin }: SnapshotEntry): boolean {
  return layer !== "marker" && !("path" in origin && origin.path[1] === "delivery");
}

function compare(object: KubernetesObject, output: KubernetesObject, operator: OperatorGuess): Compared {
  const rendered = withoutDelivery(output, object);
  if (isDeepStrictEqual(rendered, object)) return { uncarried: [], reworded: [] };
  const [before, after] = [normal(object), normal(rendered)];
  const open = differences(before, after).filter((difference) => !isImplied(object, difference, operator));
  const told = (difference: Difference, why: string) => ({
    object: objectId(object),
    path: pathText(difference.path),
    why,
  });
  const differing = open.filter((one) => sameInOtherWords(one, operator) === undefined);
  return {
    uncarried: wholeParts(differing, before, after).map((one) => told(one, whyUncarried(object, one, operator))),
    reworded: open.flatMap((one) => {
      const why = sameInOtherWords(one, operator);
      return why === undefined ? [] : [told(one, why)];
    }),
  };
}

type Compared = Pick<RoundTrip, "uncarried" | "reworded">;

function normal(object: KubernetesObject): KubernetesObject {
  return withoutDefaults(withoutServerFields(object));
}

function missing(object: KubernetesObject): Uncarried {
  const singleton = apiGroup(object) === "sailoperator.io" && object.kind !== "Istio";
  const why = singleton ? "the mesh has one, named default, or none" : "the baseline does not hold it";
  return { object: objectId(object), path: "", why };
}

/** What is said to be uncarried where nothing can be rendered. */
export const wholeMesh = "mesh.yaml";

function unplanned({ rule, message, hint }: Finding): Uncarried {
  return {
    object: wholeMesh,
    path: "",
    why: `nothing can be rendered: ${rule}: ${message}${hint ? ` (${hint})` : ""}`,
  };
}
