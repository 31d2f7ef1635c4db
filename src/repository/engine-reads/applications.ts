import { type KubernetesObject, kindOf } from "../../objects/kubernetes-object";
import { textAt, valueAt } from "../../objects/object-paths";
import { elementsOf } from "../../rules/engines/set-elements";
import { allFilled, languageOf } from "../../rules/engines/set-templates";
import type { FileObject } from "../objects/file-object";
import { rootsOf } from "./paths";

const template = ["spec", "template"];

/**
 * What a set makes for each of its elements.
 * @param root where its repository is taken to begin
 */
export function applicationsOfSet(one: FileObject, root: string, folders: ReadonlySet<string>): readonly FileObject[] {
  const { object } = one;
  return elementsOf(object, { root, folders }).flatMap(({ parameters }) => {
    const filled = allFilled(valueAt(object, ...template), parameters, languageOf(object));
    const application = { ...Object(filled), apiVersion: object.apiVersion, kind: "Application" } as KubernetesObject;
    return textAt(application, "metadata", "name") === undefined ? [] : [{ ...one, object: application }];
  });
}

/** All Applications: those that are written down, and those that sets make. */
export function applicationsIn(engines: readonly FileObject[], folders: ReadonlySet<string>): readonly FileObject[] {
  return engines.flatMap((one) => {
    const kind = kindOf(one.object);
    if (kind === "argoproj.io/Application") return [one];
    if (kind !== "argoproj.io/ApplicationSet") return [];
    return (
      rootsOf(one.file)
        .map((root) => applicationsOfSet(one, root, folders))
        .find((made) => made.length > 0) ?? []
    );
  });
}
