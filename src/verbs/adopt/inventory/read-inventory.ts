import { few } from "../../../basics/first-few";
import { grouped } from "../../../basics/grouped";
import { formatPlace } from "../../../findings/finding";
import { InputError, type Problem } from "../../../findings/input-error";
import { objectId } from "../../../objects/kubernetes-object";
import { labelsOf } from "../../../rules/objects";
import { type ManifestIo, type ReadOptions, readManifests } from "../../../source/manifests";
import { appliersOf } from "../delivery/appliers";
import { engineOf } from "../delivery/mesh-engine";
import { withNamedValues } from "../delivery/named-values";
import { otherRepositories } from "../delivery/other-repositories";
import { trackingOf } from "../delivery/tracking";
import { type BuiltBy, passingHooks } from "../input/charts/hooks";
import { earlierCopies } from "../input/earlier-copies";
import { topOf } from "../input/engines/changes";
import type { MadeNamespace } from "../input/engines/made-namespaces";
import { namedEngines } from "../input/engines/named-engines";
import { refuseUnfollowed, type Unfollowed } from "../input/engines/unfollowed";
import type { Found } from "../input/found";
import { refsOf } from "../input/git-refs";
import { isForDefault, isMadeByHelm, pipedForDefault } from "../input/helm-default";
import { homed } from "../input/homed";
import type { OnNote } from "../input/input-files";
import { notRead } from "../input/not-read";
import { substituted } from "../input/substituted";
import { unlistedFiles } from "../input/unlisted-files";
import type { AdoptChoices } from "./choices";
import { refuseDoubles } from "./doubles";
import { type Inventory, takeInventory } from "./inventory";
import { hasMeshLabels } from "./mesh-labels";
import { noIstioBeside, refuseCharts } from "./no-istio";
import { ofOneCluster, refuseClusters } from "./one-cluster";
import { selectedLabels, valuesOf } from "./sail-parts";
import { sourcesOf } from "./sources-of";
import { untracked } from "./untracked";

/** What was read. */
export interface Read {
  readonly inventory: Inventory;
  /** What engines make something else of. */
  readonly unfollowed: readonly Unfollowed[];
  readonly notes: string[];
  /** Whether something of the input could not be read. */
  readonly incomplete: boolean;
}

/**
 * A template that no tool has filled in is noted and left out: `helm template` of the same chart is often in the same folder.
 * A manifest that the API server would not read is an error, as a mesh without it would delete what it stands for.
 * @param outputs the folders that a mesh.yaml is being written into
 * @throws InputError for input that cannot be read or that holds no Istio
 */
export function readInventory(
  inputs: readonly string[],
  io: ManifestIo,
  outputs: readonly string[],
  { istio, istioVersion, namespace, deliveries: around = [], besidePipe = [], told = [], followed = [] }: AdoptChoices,
): Read {
  const notes: string[] = [];
  const builds = new Set<string>();
  let unread = 0;
  const onNote: OnNote = (note, what) => {
    if (what === "unread") unread += 1;
    if (what === "built") builds.add(note);
    notes.push(note);
  };
  const broken: Problem[] = [];
  const templates = new Map<string, string>();
  const onSkipped: NonNullable<ReadOptions["onSkipped"]> = (place, message, reason) => {
    if (reason === "template") {
      const first = templates.get(place.file) ?? `${formatPlace(place)}: ${message}; left out`;
      templates.set(place.file, first);
    } else if (reason === "broken") broken.push({ place, message });
  };
  // Whoever else applies a folder is asked only for how that is handed over.
  const named = namedEngines(inputs, around, io);
  const own = around.filter((one) => !named.others.has(one));
  notes.push(...named.notes);
  const {
    files,
    texts,
    folders,
    unfollowed: changed,
    releases,
    namespaces,
    homes,
    charts,
    forDefault,
  } = sourcesOf(inputs, { inputs, io, around: own, told, onNote, onSkipped }, { followed, namespace });
  const hooks = passingHooks();
  let piped: BuiltBy | undefined;
  const copies = earlierCopies({ inputs, files, cwd: io.cwd }, outputs);
  const onText = (file: string, text: string) => {
    copies.onText(file, text);
    if (file !== "<stdin>" || !isMadeByHelm(text)) return;
    piped = "helm";
    if (!isForDefault(text)) return;
    forDefault.add(file);
    notes.push(pipedForDefault);
  };
  const documents = readManifests(files, { ...io, texts }, { onText, onSkipped });
  const unfollowed = [...changed];
  const onUnfollowed = (one: Unfollowed) => unfollowed.push(one);
  const lasting = hooks.without(copies.without(documents), (file) => (file === "<stdin>" ? piped : charts.get(file)));
  const filled = substituted(lasting, {
    inputs,
    folders,
    io,
    around: own,
    onNote,
    onUnfilled: onUnfollowed,
    keepsVersion: istioVersion !== undefined,
  });
  const tracked = withNamedValues(
    takeInventory(homed(filled, { homes, namespace, onNote, onUnfollowed })),
    around.map(({ object }) => object),
  );
  const settings = [...around, ...tracked.deliveries, ...tracked.others].map(({ object }) => object);
  const tracking = trackingOf(settings);
  const found = untracked(tracked, tracking);
  const selected = new Set(found.istios.flatMap(({ object }) => [...selectedLabels(valuesOf(object))]));
  const all = { ...found, namespaces: [...found.namespaces, ...madeIn(found.namespaces, namespaces, selected)] };
  const appliers = appliersOf(all, { inputs, folders, io, around, releases, besidePipe });
  const { taken, notes: ofClusters } = ofOneCluster(all, appliers, istio);
  refuseUnfollowed([...taken.istios, ...taken.cnis, ...taken.ztunnels], changed);
  if (istio === undefined) refuseClusters(taken, appliers);
  refuseDoubles([...taken.otherStates, ...taken.doubles]);
  const refs = refsOf(topOf(inputs, io.cwd));
  const engine = engineOf(taken, appliers, istio, settings, refs);
  const inventory = { ...taken, appliers, refs, tracking, forDefault, ...(engine && { engine }) };
  const ofOthers = otherRepositories(taken.istios.flatMap(appliers.of), inputs, io.cwd);
  notes.push(
    ...unlistedFiles(inputs, { taken: files, told }, io),
    ...notRead(inputs, io),
    ...copies.notes(),
    ...hooks.notes(),
    ...ofClusters,
    ...ofOthers,
  );
  notes.push(...[...templates.values()].slice(0, few));
  if (templates.size > few) notes.push(`${templates.size - few} more files with templates left out`);
  if (broken.length > 0) throw new InputError(broken);
  if (inventory.istios.length === 0) refuseCharts(inventory, inputs, io);
  const reasons = notes.filter((note) => !builds.has(note));
  if (inventory.istios.length === 0 && reasons.length > 0) {
    throw noIstioBeside(inventory, reasons, inputs, io);
  }
  return { inventory, unfollowed, notes, incomplete: unread > 0 || templates.size > 0 };
}

/** Those of the mesh that are made, and stand nowhere. */
function madeIn(
  known: readonly Found[],
  made: readonly MadeNamespace[],
  selected: ReadonlySet<string>,
): readonly Found[] {
  const names = new Set(known.map(({ object }) => object.metadata.name));
  const byName = grouped(made, ({ namespace }) => namespace.object.metadata.name);
  return [...byName].flatMap(([name, [first]]) => {
    if (!first || names.has(name)) return [];
    const { namespace, by } = first;
    const place = namespace.locate?.([]) ?? { file: namespace.shown, line: 1, column: 1 };
    const one: Found = { object: namespace.object, place, live: false, madeBy: objectId(by.object) };
    const isSelected = Object.keys(labelsOf(one.object)).some((key) => selected.has(key));
    return hasMeshLabels(one) || isSelected ? [one] : [];
  });
}
