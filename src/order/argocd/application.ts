import type { KubernetesObject } from "../../objects/kubernetes-object";
import { listAt, textAt } from "../../objects/object-paths";
import { groupKind } from "../entry";
import { pathBelow } from "../platform";

/** What an Application reads, as far as the order goes. */
export interface Application {
  readonly name: string;
  /** The folder below `manifests/`; `.` for all of it, empty for what is in no folder. */
  readonly path: string;
  /** `destination.namespace`: Argo CD takes every object without a namespace to be in it. @default none */
  readonly destinationNamespace?: string;
  /** Whether that namespace is in the cluster; Argo CD makes a missing one first of all, when the source holds it. @default true */
  readonly destinationExists?: boolean;
  /** Whether its sync options hold PruneLast=true. @default true */
  readonly pruneLast?: boolean;
}

/** The Applications among some manifests that read the live folder, or a folder of it. */
export function applicationsIn(objects: readonly KubernetesObject[], live: string): readonly Application[] {
  return objects.flatMap((object) => {
    const path = pathBelow(textAt(object, "spec", "source", "path"), live);
    if (groupKind(object) !== "argoproj.io/Application" || path === undefined) return [];
    const destinationNamespace = textAt(object, "spec", "destination", "namespace");
    const options = listAt(object, "spec", "syncPolicy", "syncOptions").map(String);
    return [
      {
        name: path === "." ? object.metadata.name : path,
        path,
        ...(destinationNamespace !== undefined && { destinationNamespace }),
        pruneLast: options.includes("PruneLast=true"),
      },
    ];
  });
}
