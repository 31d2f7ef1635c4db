import { grouped } from "../../basics/grouped";
import type { MeshPath } from "../../findings/finding";
import { type KubernetesObject, kindOf } from "../../objects/kubernetes-object";
import { isMap, textAt, valueAt } from "../../objects/object-paths";
import { applicationSpec, isPatched } from "../../rules/engines/application-sources";
import { destinationOf } from "../../rules/engines/destinations";
import { patchedFor } from "../../rules/engines/patched-sets";
import { isOpen } from "../../rules/engines/set-templates";
import { operatorChart } from "../../rules/versions/charts";
import { madeApplications } from "../engine-reads/applications";
import type { FileObject } from "../objects/file-object";

/** The operator's chart as one Application has it installed. */
export interface OperatorInstall {
  /** What stands in Git: the Application, or the set that makes it. */
  readonly by: FileObject;
  /** The Application itself. */
  readonly made: FileObject;
  /** Where in that its version is. */
  readonly at: MeshPath;
  readonly version: string;
  /** Its cluster, as it is written; empty for the one that it is in. */
  readonly address: string;
  /** What its cluster is called: what its element alone says, and its name or its destination as well. */
  readonly words: ReadonlySet<string>;
}

/**
 * Who has the operator's chart installed in which version: each Application, and what sets make of each of their elements. Undefined where that cannot be told of
 * one of them: a generator asks elsewhere for the version, or a text of templates may say another one.
 */
export function operatorInstalls(
  objects: readonly FileObject[],
  folders: ReadonlySet<string>,
): readonly OperatorInstall[] | undefined {
  const found: OperatorInstall[] = [];
  for (const by of objects) {
    if (!applicationSpec(by.object)) continue;
    const isSet = kindOf(by.object) === "argoproj.io/ApplicationSet";
    const all = isSet && mayInstall(by.object) ? madeApplications(by, folders) : [];
    const values = grouped(
      all.flatMap(({ parameters }) => [...new Set(textsIn(parameters))]),
      (text) => text,
    );
    const isOwn = (text: string) => values.get(text)?.length === 1;
    for (const { application: made, parameters } of isSet ? all : [{ application: by, parameters: {} }]) {
      const chart = operatorChart(made.object);
      if (!chart) continue;
      const { version } = chart;
      if (version === undefined || isOpen(version) || isPatched(patchedFor(by.object, parameters), ...keys))
        return undefined;
      const called = JSON.stringify([made.object.metadata.name, valueAt(made.object, "spec", "destination")]);
      const words = textsIn(parameters).filter((text) => isOwn(text) && called.includes(text));
      found.push({
        by,
        made,
        at: chart.at,
        version,
        address: destinationOf(made.object, ["spec"]),
        words: new Set(words),
      });
    }
  }
  return found;
}

const keys = ["source", "sources", "chart", "targetRevision"];

/** Sets that have nothing to do with the operator are not taken apart. */
function mayInstall(object: KubernetesObject): boolean {
  return JSON.stringify(object).includes("sail-operator");
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  return isMap(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** What stands in Git, with the chart that it has installed in one cluster written out in it; a finding about that is placed where the element says it. */
export function writtenOut({ by, made, at }: OperatorInstall): FileObject {
  const spec = applicationSpec(by.object);
  if (by === made || !spec) return { ...by };
  const inSet = (path: MeshPath): MeshPath => [...spec, ...path.slice(1)];
  const source = at.slice(0, -1);
  const whole = valueAt(by.object, ...inSet(source)) !== undefined;
  // A list of sources that a text of templates brings is not in the template.
  const object = whole
    ? ["chart", "targetRevision"].reduce(
        (now, key) => withText(now, inSet([...source, key]), textAt(made.object, ...source, key)),
        by.object,
      )
    : by.object;
  const { locate } = by;
  const isAt = (path: MeshPath) => path.length > 0 && inSet(at).every((part, index) => path[index] === part);
  return {
    ...by,
    object,
    ...(locate && {
      locate: (path, part) => (isAt(path) ? (made.locate?.(at, part) ?? locate(path, part)) : locate(path, part)),
    }),
  };
}

function withText(object: KubernetesObject, path: MeshPath, text: string | undefined): KubernetesObject {
  return text === undefined ? object : (setIn(object, path, text) as KubernetesObject);
}

function setIn(value: unknown, [key, ...rest]: MeshPath, text: string): unknown {
  if (key === undefined) return text;
  if (Array.isArray(value)) return value.map((entry, index) => (index === key ? setIn(entry, rest, text) : entry));
  const map = Object(value) as Readonly<Record<string, unknown>>;
  return { ...map, [key]: setIn(map[key], rest, text) };
}
