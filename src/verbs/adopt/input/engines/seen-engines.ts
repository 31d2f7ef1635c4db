import { posix, resolve } from "node:path";
import { kindOf } from "../../../../objects/kubernetes-object";
import { applicationsIn } from "../../../../repository/engine-reads/applications";
import type { FileObject } from "../../../../repository/objects/file-object";
import { engineKinds } from "../../../../repository/patches/built-engines";
import { readingsOf } from "../../../../repository/readers/readings";
import type { ManifestIo, ReadOptions } from "../../../../source/manifests";
import type { OnNote } from "../input-files";
import { buildingsIn, type Origin } from "../origin";
import { type Change, changesOf, openChanges, topOf } from "./changes";
import { type EngineObjects, engineObjects } from "./engine-objects";
import { filledBy } from "./flux-values";
import type { Sources } from "./sources";
import { withAround } from "./with-around";

/** What is asked for, and what stands around it. */
export interface Surroundings {
  readonly inputs: readonly string[];
  readonly io: ManifestIo;
  /** The engines' objects of the tree around the inputs, and the ConfigMaps that they name. */
  readonly around: readonly FileObject[];
  /** Files of engines' objects that no tool has built to begin with. @default none */
  readonly raw?: ReadonlySet<string>;
  /** Folders of which it was told that nothing applies them. @default none */
  readonly told?: readonly string[];
  readonly onNote: OnNote;
  readonly onSkipped: NonNullable<ReadOptions["onSkipped"]>;
}

/** Engines with what they say of the sources. */
export interface SeenEngines {
  readonly engines: readonly FileObject[];
  /** Also those that sets make. */
  readonly applications: readonly FileObject[];
  readonly changes: readonly Change[];
  /** Those of sets of which nobody here knows the elements. */
  readonly open: readonly Change[];
}

/** The engines that are among the sources or around them, filled in as far as others do that. */
export function seenEngines(sources: Sources, surroundings: Surroundings): SeenEngines {
  const { io, inputs } = surroundings;
  const found = enginesIn(sources, surroundings);
  if (found.engines.length === 0) return { engines: [], applications: [], changes: [], open: [] };
  const folders = knownFolders(sources, io.cwd);
  const top = topOf(inputs, io.cwd);
  const changes = changesOf(found, folders, top);
  return {
    engines: found.engines,
    applications: applicationsIn(found.engines, folders),
    changes,
    open: openChanges(found, folders, top, changes),
  };
}

function enginesIn(sources: Sources, { inputs, io, around, raw }: Surroundings): EngineObjects {
  const origin: Origin = { inputs, folders: sources.folders, io: { ...io, texts: sources.texts } };
  const { engines, configs } = engineObjects(sources.files, origin);
  // What a tool made of a file of the input is what that becomes, and otherwise what stands around says it.
  const known = withAround([...engines, ...configs], around, origin, raw);
  const isEngine = (one: FileObject) => engineKinds.has(kindOf(one.object));
  const [all, maps] = [known.filter(isEngine), known.filter((one) => !isEngine(one))];
  if (!all.some(({ object }) => JSON.stringify(object).includes("${"))) return { engines: all, configs: maps };
  const { readBy } = readingsOf(buildingsIn(origin), [...all, ...maps]);
  return { engines: all.map((one) => filledBy(one, readBy(one), maps)), configs: maps };
}

function knownFolders({ files, folders, failed }: Sources, cwd: string): ReadonlySet<string> {
  const known = new Set<string>();
  for (const start of [...failed.keys(), ...files.map((file) => folders.get(file) ?? posix.dirname(file))]) {
    let folder = resolve(cwd, start);
    for (; !known.has(folder); folder = posix.dirname(folder)) known.add(folder);
  }
  return known;
}
