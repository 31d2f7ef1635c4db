import { kindOf } from "../../objects/kubernetes-object";
import { textAt, valueAt } from "../../objects/object-paths";
import type { CheckedObject } from "../rule";
import { applicationsOf, type Generated } from "./application-sets";
import { sourcesIn } from "./application-sources";
import { fluxRepository, repositoryOf } from "./repositories";

/** What an object of an engine says of what it reads. */
export interface Described {
  readonly paths: readonly { readonly path: string; readonly from: string | undefined }[];
  readonly address: string;
  /** Of all that it reads, where that is one. */
  readonly from: string | undefined;
  /** Of what makes readers: each of these. */
  readonly each?: (home: string, folders: ReadonlySet<string>) => readonly Generated[];
}

/** The same of any object; undefined for one that applies nothing. */
export function describedReader(
  { object, filesIn }: CheckedObject,
  objects: readonly CheckedObject[],
): Described | undefined {
  switch (kindOf(object)) {
    case "argoproj.io/Application":
      return ofApplication(valueAt(object, "spec"));
    case "argoproj.io/ApplicationSet":
      return {
        ...ofApplication(valueAt(object, "spec", "template", "spec")),
        paths: [],
        address: "",
        each: (home, folders) => applicationsOf(object, { home, folders, filesIn }),
      };
    case "kustomize.toolkit.fluxcd.io/Kustomization": {
      const from = fluxRepository(object, ["spec"], objects);
      return {
        paths: [{ path: textAt(object, "spec", "path") ?? "", from }],
        from,
        address: textAt(object, "spec", "kubeConfig", "secretRef", "name") ?? "",
      };
    }
    default:
      return undefined;
  }
}

function ofApplication(spec: unknown): Described {
  const paths = sourcesIn(spec, []).flatMap((at) => {
    const path = textAt(spec, ...at, "path");
    return path === undefined ? [] : [{ path, from: repositoryOf(textAt(spec, ...at, "repoURL")) }];
  });
  const all = new Set(paths.map((one) => one.from));
  return {
    paths,
    from: all.size === 1 ? [...all][0] : undefined,
    address: textAt(spec, "destination", "name") || textAt(spec, "destination", "server") || "",
  };
}
