import { posix } from "node:path";
import { type Finding, finding } from "../../../findings/finding";
import { listAt, textAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";

const component = "Component";
const versions = {
  Kustomization: "kustomize.config.k8s.io/v1beta1",
  Component: "kustomize.config.k8s.io/v1alpha1",
} as const;

/**
 * Kustomizations that are listed as what they are not: kustomize takes a Component under `components` alone, and nothing else
 * there (KUS001). One without a kind counts as a Kustomization.
 */
export function otherThanListed(
  file: KustomizationFile,
  folders: ReadonlyMap<string, KustomizationFile>,
): readonly Finding[] {
  return (["resources", "bases", "components"] as const).flatMap((list) =>
    listAt(file.source.value, list).flatMap((entry, index) => {
      if (typeof entry !== "string") return [];
      const listed = folders.get(posix.resolve(file.folder, entry));
      const wanted = list === "components";
      if (!listed || isComponent(listed) === wanted) return [];
      const kind = textAt(listed.source.value, "kind") ?? "none, which counts as Kustomization";
      const message = wanted
        ? `components names ${entry}, whose kind is ${kind}: kustomize refuses it`
        : `${list} names ${entry}, which is a Component: kustomize refuses it`;
      const hint = wanted
        ? `Write kind: Component and apiVersion: ${versions.Component} there, or list it under resources.`
        : "List it under components.";
      return [finding("KUS001", { message, hint, place: file.source.locate([list, index]) })];
    }),
  );
}

/** A Component has a version of its own, and a Kustomization no other one than its own. */
export function otherVersion({ source }: KustomizationFile): readonly Finding[] {
  const [kind, version] = ["kind", "apiVersion"].map((key) => textAt(source.value, key));
  const own = kind === component ? component : "Kustomization";
  const [wanted, other] =
    own === component ? [versions.Component, versions.Kustomization] : [versions.Kustomization, versions.Component];
  if (version !== other) return [];
  const message = `a ${own} is of ${wanted}, not ${version}: kustomize refuses it`;
  return [finding("KUS001", { message, place: source.locate(["apiVersion"]), hint: `Write ${wanted}.` })];
}

function isComponent({ source }: KustomizationFile): boolean {
  return textAt(source.value, "kind") === component;
}
