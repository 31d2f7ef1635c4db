import type { KubernetesObject } from "../../objects/kubernetes-object";
import { annotation } from "../entry";

/** The parts of a sync that run in this order; SyncFail runs only when one of them failed. */
export const syncPhases = ["PreSync", "Sync", "PostSync", "SyncFail"] as const;
export type SyncPhase = (typeof syncPhases)[number];

const argoHook = "argocd.argoproj.io/hook";
const helmHook = "helm.sh/hook";
const helmPhases: Readonly<Record<string, SyncPhase>> = {
  "pre-install": "PreSync",
  "pre-upgrade": "PreSync",
  "post-install": "PostSync",
  "post-upgrade": "PostSync",
};

/** What Argo CD makes of the hook annotations of an object; Helm's count where its own name nothing that it knows. */
export interface HookReading {
  /** A hook is applied beside the tracked objects and always awaited. */
  readonly isHook: boolean;
  /** The phases that it is applied in; empty when no sync ever applies it. */
  readonly phases: readonly SyncPhase[];
  /** Why no sync applies it. */
  readonly never?: string;
}

/** When a sync applies an object. */
export function readHook(object: KubernetesObject): HookReading {
  const ours = annotation(object, argoHook);
  const helms = annotation(object, helmHook);
  const types = knownTypes(ours, helms);
  // One more type beside Skip makes it a hook again.
  if (types.length === 1 && types[0] === "Skip") {
    return { isHook: false, phases: [], never: `${argoHook}: Skip` };
  }
  const isHook = ours !== undefined || (helms !== undefined && helms !== "crd-install");
  if (!isHook) return { isHook, phases: ["Sync"] };
  const phases = syncPhases.filter((phase) => types.includes(phase));
  if (phases.length > 0) return { isHook, phases };
  const [key, value] = ours === undefined ? [helmHook, helms] : [argoHook, ours];
  return { isHook, phases, never: `${key}: ${value || "(empty)"} is no phase of a sync` };
}

function knownTypes(ours: string | undefined, helms: string | undefined): readonly string[] {
  const types = listed(ours).filter((type) => type === "Skip" || syncPhases.some((phase) => phase === type));
  if (types.length > 0) return types;
  return [
    ...new Set(listed(helms).flatMap((type) => (Object.hasOwn(helmPhases, type) ? [helmPhases[type] ?? ""] : []))),
  ];
}

/** A comma list, as annotations hold it: spaces and repetitions mean nothing. */
function listed(value = ""): readonly string[] {
  return [...new Set(value.split(",").map((item) => item.trim()))].filter(Boolean);
}
