import { firstFew } from "../../../basics/first-few";
import { commandLine } from "../../../gates/quote";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { protectedKind } from "../../../mesh/protected-kinds";
import { kindOf } from "../../../objects/kubernetes-object";
import { syncOptions } from "../../../order/argocd/annotations";
import { gapsOf } from "../../../rules/engines/protection";
import { prunesByItself } from "../../../rules/engines/prunes";
import { annotationsOf } from "../../../rules/objects";
import { operatorChart } from "../../../rules/versions/charts";
import type { Found } from "../input/found";
import type { Applied, Applier, Appliers, Delivered } from "./appliers";
import { engineByKind } from "./engines";
import { releaseOrder } from "./release-handover";

/**
 * How the mesh goes over from what applies it today to its live folder. Whoever prunes deletes what is taken out of it, a control plane that is in use
 * included, unless the object itself says that it stays, or the live folder has it already.
 * @param mesh all that the mesh.yaml describes or carries
 * @param isMarked whether the marker of an earlier synth is in the input
 */
export function handoverNotes(
  { deliveries, appliers, engine }: Delivered,
  mesh: readonly Found[],
  isMarked: boolean,
): readonly string[] {
  const operators = deliveries.map(({ object }) => object).filter((one) => operatorChart(one) !== undefined);
  const applied = appliedBy(mesh, appliers);
  const known = [...applied.values()];
  return [
    ...leftDeliveries(deliveries),
    ...keptOperators(operators.filter((one) => !known.some(({ applier: { by } }) => by === one))),
    ...order("argocd", known),
    ...order("flux", known),
    ...releaseOrder(known),
    ...(known.length === 0 ? unknown({ deliveries, appliers }, operators) : []),
    ...(known.length === 0 && engine?.by !== undefined && !isMarked
      ? [`${engine.by} applies the mesh today: ${unseen}`]
      : []),
  ];
}

const explained = "docs/adopt.md of meshstep says in which order the mesh goes over to its live folder";
const unseen = `what is taken out of it before it is protected may be deleted; ${explained}`;

function leftDeliveries(deliveries: readonly Found[]): readonly string[] {
  if (deliveries.length === 0) return [];
  const ids = firstFew(deliveries.map(({ object }) => objectId(object)));
  return [`left where they are, as they are the delivery and no part of the mesh: ${ids}`];
}

function keptOperators(operators: readonly KubernetesObject[]): readonly string[] {
  if (operators.length === 0) return [];
  const ids = firstFew(operators.map(objectId));
  return [`${ids}: the operator itself, which stays where it is; taken away, it is uninstalled`];
}

function appliedBy(mesh: readonly Found[], appliers: Appliers): ReadonlyMap<KubernetesObject, Applied> {
  const found = new Map<KubernetesObject, Applied>();
  for (const one of mesh) {
    for (const applier of appliers.of(one)) {
      const objects = [...(found.get(applier.by)?.objects ?? []), one.object];
      found.set(applier.by, { applier, objects });
    }
  }
  return found;
}

/** The lines that are right for those of one engine that apply the mesh. */
function order(engine: Applier["engine"], all: readonly Applied[]): readonly string[] {
  const applied = all.filter(({ applier }) => applier.engine === engine && applier.helm !== "installs");
  if (applied.length === 0) return [];
  const ids = firstFew(applied.map(({ applier }) => objectId(applier.by)));
  const objects = applied.flatMap((one) => one.objects);
  const open = objects.filter((one) => isOpen(one, engine));
  const folders = [...new Set(applied.flatMap(({ applier }) => applier.folders))];
  const isOne = applied.length === 1;
  const prune = applied.some(({ applier: { by } }) => prunesByItself({ object: by }));
  const steps = [
    ...(open.length === 0
      ? []
      : [
          `protect ${firstFew(open.map(objectId))} where they are: ${protecting(engine, applied, open)}; commit that, and wait until it is in the cluster`,
        ]),
    `halt ${ids}: ${haltOf(engine, applied)}, in Git where ${isOne ? "it comes" : "they come"} from there`,
    `deliver the live folder (synth, promote, then what synth wrote to platform/), and wait until ${words[engine].done}`,
    `take the mesh's ${applied.every(({ applier }) => applier.helm !== undefined) ? "templates" : "files"} out of ${firstFew(folders)}, and nothing else: ${isOne ? `${ids} itself stays` : "what applied them stays"}${applied.some(isOfSet) ? setFolders : ""}`,
    `let ${isOne ? "it" : "them"} go on as before`,
  ];
  return [
    `${ids} ${isOne ? "applies" : "apply"} ${firstFew(objects.map(objectId))} today; ${riskOf(prune, open.length > 0)}. In this order (docs/adopt.md of meshstep says why):`,
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
  ];
}

/** No tool writes into the templates of a chart. */
function protecting(engine: Applier["engine"], applied: readonly Applied[], open: readonly KubernetesObject[]): string {
  const concerned = applied.filter(({ objects }) => objects.some((each) => open.includes(each)));
  const [charts, folders] = [true, false].map((isChart) => [
    ...new Set(concerned.flatMap(({ applier }) => ((applier.helm !== undefined) === isChart ? applier.sources : []))),
  ]) as [string[], string[]];
  const { protection, annotation } = words[engine];
  return [
    ...(folders.length > 0 ? [`${commandLine("meshstep", "check", ...folders, "--fix")} writes ${protection}`] : []),
    ...(charts.length > 0
      ? [`write ${annotation} into the templates of ${firstFew(charts)}, which no --fix does`]
      : []),
  ].join(", and ");
}

function isOfSet({ applier: { by } }: Applied): boolean {
  return by.kind === "ApplicationSet";
}

/** In a set the field stands in its template, and halts all that it makes. */
function haltOf(engine: Applier["engine"], applied: readonly Applied[]): string {
  if (!applied.some(isOfSet)) return words[engine].halt;
  return `take out spec.template.spec.syncPolicy.automated of a set (which halts every Application that it makes)${applied.every(isOfSet) ? "" : ", spec.syncPolicy.automated of an Application"}`;
}

const setFolders =
  "; a file has to stay in the folder, as a set with a Git generator deletes the Application of a folder that is gone";

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
    halt: "take out spec.syncPolicy.automated",
    done: "its Applications are Synced; each needs one sync without FailOnSharedResource for that",
  },
  flux: {
    protection: "prune: disabled",
    annotation: "the annotation kustomize.toolkit.fluxcd.io/prune: disabled",
    halt: "spec.suspend: true",
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

/** Of what reads a folder that is not here nobody can tell. */
function unknown({ deliveries, appliers }: Delivered, operators: readonly KubernetesObject[]): readonly string[] {
  const may = deliveries
    .map(({ object }) => object)
    .filter((one) => engineByKind(one) !== undefined && !operators.includes(one) && !appliers.read.has(one));
  if (may.length === 0) return [];
  return [
    `which of ${firstFew(may.map(objectId))} apply the mesh cannot be told from the input; what is taken out of one that prunes before it is protected is deleted: ${explained}`,
  ];
}
