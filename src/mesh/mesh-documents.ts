import { InputError, type Problem } from "../findings/input-error";
import { parseYamlDocuments, type YamlSource } from "../source/yaml-source";
import type { MeshText } from "./inputs";

const apiGroup = "meshstep.dev/";
const apiVersion = `${apiGroup}v1alpha1`;

/**
 * The documents of a text that are meshes. In a file that the user named every document has to be one.
 * @throws InputError for other documents in such a file, and for versions of ours that are not known
 */
export function meshDocuments(text: MeshText): YamlSource[] {
  const sources = parseYamlDocuments(text.text, text.file);
  const wanted = text.found ? sources.filter(isMesh) : sources;
  const problems = wanted.flatMap(otherKind);
  if (problems.length > 0) throw new InputError(problems);
  return wanted;
}

function isMesh(source: YamlSource): boolean {
  const { apiVersion, kind } = header(source);
  return kind === "Mesh" && typeof apiVersion === "string" && apiVersion.startsWith(apiGroup);
}

/** Said instead of what the schema says, which would be about every key of the document. */
function otherKind(source: YamlSource): Problem[] {
  const { apiVersion: version, kind } = header(source);
  if (version === apiVersion && kind === "Mesh") return [];
  if (isMesh(source)) {
    const message = `expected ${apiVersion}, got ${String(version)}`;
    return [{ message, path: ["apiVersion"], place: source.locate(["apiVersion"]) }];
  }
  const message = `expected apiVersion: ${apiVersion} and kind: Mesh, got ${described(version, kind)}`;
  const hint =
    kind === "OperatorReleases"
      ? "name it in spec.catalogs of a mesh"
      : "to take the meshes out of many files, name their folder";
  return [{ message, place: source.locate(["kind"]), hint }];
}

function described(version: unknown, kind: unknown): string {
  const known = [
    typeof version === "string" ? `apiVersion: ${version}` : "",
    typeof kind === "string" ? `kind: ${kind}` : "",
  ].filter((text) => text !== "");
  return known.join(" and ") || "neither";
}

function header(source: YamlSource): { apiVersion?: unknown; kind?: unknown } {
  return Object(source.value) as { apiVersion?: unknown; kind?: unknown };
}
