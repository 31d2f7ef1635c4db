import { parse } from "yaml";
import type { ManifestFiles } from "../snapshot/write/manifest-files";

/** What the marker ConfigMap of a live folder says. */
export interface Marker {
  /** Its path below the live folder. */
  readonly file: string;
  readonly mesh: string;
  /** Folder name of the phase that was promoted last. */
  readonly phase: string;
  /** Hash of the plan that the phase belongs to. */
  readonly plan: string;
  /** Hash of the labels on Namespaces that belong to the phase; an older meshstep did not write it. */
  readonly labels: string | undefined;
}

/** Where a live folder has it. */
export const markerFolder = "mesh/95-marker";

/** The marker in a folder of manifests; nothing when there is none that can be read. */
export function markerOf(files: ManifestFiles): Marker | undefined {
  for (const [file, text] of files) {
    const isMarker = file.startsWith(`${markerFolder}/configmap-meshstep-`) && file.endsWith(".yaml");
    const marker = isMarker ? readMarker(file, text) : undefined;
    if (marker) return marker;
  }
  return undefined;
}

function readMarker(file: string, text: string): Marker | undefined {
  const data = (parsed(text) as { data?: Record<string, unknown> } | null | undefined)?.data;
  const { mesh, phase, plan, labels } = data ?? {};
  if (typeof mesh !== "string" || typeof phase !== "string" || typeof plan !== "string") return undefined;
  return { file, mesh, phase, plan, labels: typeof labels === "string" ? labels : undefined };
}

function parsed(text: string): unknown {
  try {
    return parse(text, { logLevel: "silent" });
  } catch {
    return undefined;
  }
}
