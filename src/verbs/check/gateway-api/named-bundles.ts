import { posix } from "node:path";
import { grouped } from "../../../basics/grouped";
import type { MeshPath, Place } from "../../../findings/finding";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt, wordOf } from "../../../objects/object-paths";
import type { Building } from "../../../repository/kustomizations/buildings";
import type { FileObject } from "../../../repository/objects/file-object";
import type { Readings } from "../../../repository/readers/readings";
import { sourcesIn } from "../../../rules/engines/application-sources";
import { nearestReaders, readersIn } from "../../../rules/engines/readers";
import { annotationsOf } from "../../../rules/objects";
import type { Reader } from "../../../rules/rule";

/** CRDs of the Gateway API in one version, and who brings them to a cluster. */
export interface Bundle {
  /** Without the `v`. */
  readonly version: string;
  /** The plural of the one kind that is brought; undefined for all of the bundle. */
  readonly alone: string | undefined;
  readonly place: Place | undefined;
  /** Where it is named: an absolute path. */
  readonly file: string;
  /** The kustomizations that build it; none where an engine reads it from where it is. */
  readonly built: readonly Building[];
  readonly readers: readonly Reader[];
}

const repository = /\bgithub(?:usercontent)?\.com[/:]kubernetes-sigs\/gateway-api(?:\.git)?\b(.*)$/;
const group = "gateway.networking.k8s.io";

/** Every bundle that is named by an address with its version, or stands there as a CRD. A branch may be any version. */
export function namedBundles(
  objects: readonly FileObject[],
  built: readonly Building[],
  readings: Pick<Readings, "readBy" | "readers">,
): readonly Bundle[] {
  return [
    ...inKustomizations(built, readings.readers),
    ...objects.flatMap((one) => [...ofApplication(one, objects), ...ofFlux(one, objects)]),
    ...ofCrds(objects, built, readings),
  ];
}

function inKustomizations(built: readonly Building[], readers: readonly Reader[]): readonly Bundle[] {
  return built.flatMap(({ file }) =>
    ["resources", "bases"].flatMap((list) =>
      listAt(file.source.value, list).flatMap((entry, index) => {
        const found = inAddress(wordOf(entry));
        if (!found) return [];
        const builders = built.filter(({ reached }) => reached.includes(file));
        const reading = builders.flatMap((one) => nearestReaders(one.file.folder, readers));
        return [
          {
            ...found,
            place: file.source.locate([list, index]),
            file: posix.join(file.folder, "kustomization.yaml"),
            built: builders,
            readers: [...new Set(reading)],
          },
        ];
      }),
    ),
  );
}

/** `…/config/crd?ref=v1.4.1`, `…/releases/download/v1.4.1/standard-install.yaml`, `…/v1.4.1/config/crd/standard/…`. */
function inAddress(address: string): Pick<Bundle, "version" | "alone"> | undefined {
  const [, rest = ""] = repository.exec(address) ?? [];
  if (!/config\/crd|-install\.yaml/.test(rest)) return undefined;
  const [, version] = /[?&](?:ref|version)=v?([\d.]+)(?:&|$)|\/v?(\d+\.\d+\.\d+)\//.exec(rest)?.filter(Boolean) ?? [];
  const alone = /gateway\.networking\.k8s\.io_(\w+)\.yaml/.exec(rest)?.[1];
  return version !== undefined && isExact(version) ? { version, alone } : undefined;
}

function isExact(version: string): boolean {
  return /^\d+\.\d+\.\d+$/.test(version);
}

function ofApplication(one: FileObject, objects: readonly FileObject[]): readonly Bundle[] {
  if (kindOf(one.object) !== "argoproj.io/Application") return [];
  return sourcesIn(one.object).flatMap((source) => {
    const path = textAt(one.object, ...source, "path") ?? "";
    if (!path.startsWith("config/crd")) return [];
    return tagged(one, [...source, "repoURL"], [...source, "targetRevision"], readersOfIts(one, objects));
  });
}

/** A repository of Flux, and what applies its CRDs. */
function ofFlux(one: FileObject, objects: readonly FileObject[]): readonly Bundle[] {
  if (kindOf(one.object) !== "source.toolkit.fluxcd.io/GitRepository") return [];
  const users = objects.filter(
    ({ object }) =>
      kindOf(object) === "kustomize.toolkit.fluxcd.io/Kustomization" &&
      textAt(object, "spec", "sourceRef", "kind") === "GitRepository" &&
      textAt(object, "spec", "sourceRef", "name") === one.object.metadata.name &&
      /^\.?\/?config\/crd/.test(textAt(object, "spec", "path") ?? ""),
  );
  if (users.length === 0) return [];
  const at = ["spec", "ref", "tag"];
  return tagged(
    one,
    ["spec", "url"],
    at,
    users.flatMap((user) => readersOfIts(user, objects)),
  );
}

function tagged(one: FileObject, url: MeshPath, at: MeshPath, readers: readonly Reader[]): readonly Bundle[] {
  const version = (textAt(one.object, ...at) ?? "").replace(/^v/, "");
  if (!repository.test(textAt(one.object, ...url) ?? "") || !isExact(version)) return [];
  return [{ version, alone: undefined, place: one.locate?.(at), file: one.file, built: [], readers }];
}

function readersOfIts(one: FileObject, objects: readonly FileObject[]): readonly Reader[] {
  return readersIn(objects).filter(({ by }) => by === one);
}

/** CRDs that are here themselves say their bundle in an annotation. */
function ofCrds(
  objects: readonly FileObject[],
  built: readonly Building[],
  { readBy }: Pick<Readings, "readBy">,
): readonly Bundle[] {
  const crds = objects.filter(
    ({ object }) =>
      kindOf(object) === "apiextensions.k8s.io/CustomResourceDefinition" && object.metadata.name.endsWith(`.${group}`),
  );
  const at = ["metadata", "annotations", `${group}/bundle-version`];
  return [...grouped(crds, ({ file, object }) => `${posix.dirname(file)} ${object.metadata.name}`).values()].flatMap(
    ([one]) => {
      const version = (one && annotationsOf(one.object)[`${group}/bundle-version`])?.replace(/^v/, "") ?? "";
      if (!one || !isExact(version)) return [];
      const [alone] = one.object.metadata.name.split(".");
      const builders = built.filter(({ names }) => names.has(one.file));
      return [{ version, alone, place: one.locate?.(at), file: one.file, built: builders, readers: readBy(one) }];
    },
  );
}
