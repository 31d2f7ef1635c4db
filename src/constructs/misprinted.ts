import { Yaml } from "cdk8s";
import type { MeshPath } from "../findings/finding";
import { InputError, type Problem } from "../findings/input-error";
import { objectId } from "../objects/kubernetes-object";
import { parseYamlDocuments } from "../source/yaml-source";
import type { RenderedObject } from "./dependencies";

/**
 * What a plain cdk8s App would print so that kubectl reads something else, or nothing: cdk8s quotes by YAML 1.1 as it is written
 * down, and go-yaml reads `0o644` as a number, too. MeshApp and `synth` print by themselves and are not concerned.
 * @returns a problem for each object that does not come back as it is, once for all phases
 */
export function misprinted(phases: readonly (readonly RenderedObject[])[]): Problem[] {
  const distinct = new Map(phases.flat().map((one) => [JSON.stringify(one.manifest), one]));
  return [...distinct.values()].flatMap(({ object, manifest }) => {
    const problem = misprint(manifest);
    if (!problem) return [];
    const message = `${objectId(manifest)}: ${problem.message}`;
    return [
      { ...problem, message, construct: object.node.path, hint: "MeshApp prints it so that it is read as it is" },
    ];
  });
}

function misprint(manifest: object): Problem | undefined {
  try {
    const [read] = parseYamlDocuments(Yaml.stringify(manifest), "printed by cdk8s");
    const path = difference(JSON.parse(JSON.stringify(manifest)), read?.value, []);
    return path && { path, message: "cdk8s prints it so that kubectl reads something else" };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { message: `cdk8s prints it so that kubectl cannot read it (${error.problems[0]?.message})` };
  }
}

/** Where two values differ first. */
function difference(wanted: unknown, got: unknown, path: MeshPath): MeshPath | undefined {
  if (Object.is(wanted, got)) return undefined;
  if (!isCollection(wanted) || !isCollection(got) || Array.isArray(wanted) !== Array.isArray(got)) return path;
  for (const key of new Set([...Object.keys(wanted), ...Object.keys(got)])) {
    if (!Object.hasOwn(wanted, key) || !Object.hasOwn(got, key)) return [...path, key];
    const found = difference(wanted[key], got[key], [...path, key]);
    if (found) return found;
  }
  return undefined;
}

function isCollection(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
