import { firstFew } from "../../../basics/first-few";
import { grouped } from "../../../basics/grouped";
import { commandLine } from "../../../gates/quote";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { protectedKind } from "../../../mesh/protected-kinds";
import { kindOf } from "../../../objects/kubernetes-object";
import { syncOptions } from "../../../order/argocd/annotations";
import { gitPatterns } from "../../../repository/readers/set-paths";
import { gapsOf, mayBeHold } from "../../../rules/engines/protection";
import { annotationsOf } from "../../../rules/objects";
import type { Applied, Applier } from "./applier";
import { areSeveral, clusterWords } from "./clusters";
import { conditionWords } from "./conditions";
import { argoHalt, mayPrune } from "./halt";
import { listing } from "./listing";
import { isInstalled } from "./release-handover";

/**
 * The lines that are right for those of one engine that apply the mesh. Whoever carries them out has to know each of the objects.
 * @param named files that spec.manifests names where they are, by what is in them
 * @param next the engine that delivers the live folder
 */
export function engineOrder(
  engine: Applier["engine"],
  all: readonly Applied[],
  named: ReadonlyMap<KubernetesObject, string>,
  next: Applier["engine"] = engine,
): readonly string[] {
  const applied = all.filter((one) => one.engine === engine && !isInstalled(one));
  if (applied.length === 0) return [];
  const from = applied.flatMap((one) => one.from);
  const objects = [...new Set(from.map(({ object }) => object))];
  const open = objects.filter((one) => isOpen(one, engine));
  const folders = [...new Set(from.flatMap(({ applier }) => placesOf(applier)))];
  const toMend = from.flatMap(({ applier, object }) => (open.includes(object) && !mayBeHold(object) ? applier : []));
  const ids = applied.map(({ by }) => objectId(by));
  const isOne = applied.length === 1;
  const prune = applied.some(({ by }) => mayPrune(by));
  const only = conditionWords(from.map(({ applier }) => applier.condition));
  const steps = [
    ...(open.length === 0
      ? []
      : [
          listing("protect", open.map(objectId), [
            "where they are",
            `: ${protecting(engine, toMend, open.filter(mayBeHold))}; commit that, and wait until it is in the cluster`,
          ]),
        ]),
    listing("halt", ids, [
      "",
      `: ${haltOf(engine, applied)}, in Git where ${isOne ? "it comes" : "they come"} from there, and wait until it is in the cluster`,
    ]),
    [
      `${copying(objects.flatMap((one) => named.get(one) ?? []))}deliver the live folder (synth, promote, then what synth wrote to platform/), and wait until ${words[next].done}`,
    ],
    listing(`take the mesh's ${from.every(isOfChart) ? "templates" : "files"} out of`, folders, [
      "",
      `, and nothing else: ${isOne ? `${ids[0]} itself stays` : "what applied them stays"}${keptFor(applied)}${sharedBy(from)}${besideWords(from)}`,
    ]),
    [
      `let ${isOne ? "it" : "them"} go on as before, but only when that commit is ${words[engine].read}: what goes on earlier applies the one before it once more, which takes everything back, and then prunes it`,
    ],
  ];
  return [
    `${firstFew(ids)} ${isOne ? "applies" : "apply"} ${firstFew(objects.map(objectId))} today${only}; ${riskOf(prune, open.length > 0)}. In this order (docs/adopt.md of meshstep says why):`,
    ...steps.flatMap(([first, ...more], index) => [`  ${index + 1}. ${first}`, ...more]),
  ];
}

/**
 * No tool writes into the templates of a chart.
 * @param byHand what `--fix` leaves as it is
 */
function protecting(
  engine: Applier["engine"],
  toMend: readonly Applier[],
  byHand: readonly KubernetesObject[],
): string {
  const sourcesOf = (isChart: boolean) => [
    ...new Set(toMend.flatMap((applier) => (isOfChart({ applier }) === isChart ? (applier.sources ?? []) : []))),
  ];
  const [charts, folders] = [sourcesOf(true), sourcesOf(false)];
  const { protection, annotation } = words[engine];
  const unknown = [...new Set(toMend.flatMap(({ by, sources }) => (sources === undefined ? objectId(by) : [])))];
  return [
    ...(unknown.length > 0
      ? [`write ${annotation} onto them where ${firstFew(unknown)} ${unknown.length > 1 ? "read" : "reads"} them`]
      : []),
    ...(folders.length > 0 ? [`${commandLine("meshstep", "check", ...folders, "--fix")} writes ${protection}`] : []),
    ...(charts.length > 0
      ? [`write ${annotation} into the templates of ${charts.join(", ")}, which no --fix does`]
      : []),
    ...(byHand.length > 0
      ? [
          `write ${annotation} onto ${firstFew(byHand.map(objectId), byHand.length)} by hand, as --fix leaves tags on one revision, which may be holds`,
        ]
      : []),
  ].join(", and ");
}

/** Of one that is not in the input nobody here knows the folder. */
function placesOf({ folders, by }: Applier): readonly string[] {
  return folders.length > 0 ? folders : [`what ${objectId(by)} reads`];
}

function isOfChart({ applier: { helm } }: { readonly applier: Applier }): boolean {
  return helm !== undefined;
}

function haltOf(engine: Applier["engine"], applied: readonly Applied[]): string {
  return engine === "flux" ? "spec.suspend: true" : argoHalt(applied.map(({ by }) => by));
}

/** Others that are in the input, and of which none applies a part of this mesh. */
function besideWords(from: Applied["from"]): string {
  const ids = [...new Set(from.flatMap(({ applier }) => (applier.besides ?? []).map(objectId)))];
  const own = new Set(from.map(({ applier }) => objectId(applier.by)));
  const others = ids.filter((id) => !own.has(id));
  if (others.length === 0) return "";
  return `; ${firstFew(others)} ${others.length > 1 ? "read" : "reads"} the same, and nothing leaves it before what that applies is delivered otherwise, too`;
}

/** What is applied to several clusters is pruned in each of them. */
function sharedBy(from: Applied["from"]): string {
  const appliers = new Map(from.map(({ applier }) => [keyOf(applier), applier]));
  const read = grouped([...appliers.values()], ({ folders }) => folders.join());
  const several = [...read.values()].map((all) => areSeveral(all.map(({ cluster }) => cluster)));
  if (several.every((one) => one === false)) return "";
  const all = [...new Set([...appliers.values()].map(({ cluster }) => clusterWords(cluster)))];
  return several.includes(true)
    ? `; what is applied to several clusters (${firstFew(all)}) goes only when the meshes of all of them are delivered`
    : "; what is applied to several clusters goes only when the meshes of all of them are delivered";
}

function keyOf({ by, folders, cluster: { kind, address, home } }: Applier): string {
  return JSON.stringify([objectId(by), folders, kind, address, home]);
}

/** What leaves the folder that it is in is missing where mesh.yaml names it. */
function copying(files: readonly string[]): string {
  const names = [...new Set(files)];
  if (names.length === 0) return "";
  const [copies, they] =
    names.length === 1 ? ["the copy", "it leaves its folder below"] : ["the copies", "they leave their folders below"];
  return `copy ${firstFew(names)} to a folder beside mesh.yaml, and name ${copies} in spec.manifests instead, as ${they}; then `;
}

/** With its folder, or its file, a Git generator loses the Application. */
function keptFor(applied: readonly Applied[]): string {
  const patterns = applied.flatMap(({ by }) => gitPatterns(by));
  if (patterns.some(({ of }) => of === "directories"))
    return "; a file has to stay in the folder, as a set with a Git generator deletes the Application of a folder that is gone";
  return patterns.length > 0
    ? "; the file that a Git generator looks for has to stay, as the set deletes the Application of one that is gone"
    : "";
}

function riskOf(prune: boolean, isOpen: boolean): string {
  if (!prune) return "what is taken out of there is deleted by the next sync or reconciliation that prunes";
  return isOpen
    ? "what is taken out of there is pruned, a control plane that is in use included"
    : "what the mesh runs on is protected from being pruned there, and routes, policies and others are not";
}

const words = {
  argocd: {
    protection: "Prune=false",
    annotation: "the annotation argocd.argoproj.io/sync-options: Prune=false,Delete=false",
    read: "the status.sync.revision of each Application",
    done: "its Applications are Synced; each needs one sync without FailOnSharedResource for that",
  },
  flux: {
    protection: "prune: disabled",
    annotation: "the annotation kustomize.toolkit.fluxcd.io/prune: disabled",
    read: "in status.artifact.revision of its source",
    done: "its Kustomizations are Ready",
  },
} as const;

/** Of routes and policies the order takes care: the live folder has them before they are taken out. */
function isOpen(object: KubernetesObject, engine: Applier["engine"]): boolean {
  const role = protectedKind(object)?.role;
  if (role === undefined || (role === "traffic" && kindOf(object) !== "gateway.networking.k8s.io/Gateway"))
    return false;
  if (engine === "flux") return gapsOf(object).flux !== undefined;
  return !["false", "confirm"].includes(syncOptions(annotationsOf(object)).get("Prune") ?? "");
}
