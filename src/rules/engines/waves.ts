import type { KubernetesObject } from "../../mesh/mesh";
import { syncWave } from "../../order/argocd/annotations";
import { annotationsOf } from "../objects";

/** The wave as Argo CD reads it: what is no whole number counts as none, and none is wave 0. */
export function waveOf(object: KubernetesObject): number {
  const text = annotationsOf(object)[syncWave];
  return text !== undefined && isWave(text) ? Number(text) : 0;
}

/** Whether Argo CD can read it. */
export function isWave(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}

/** The wave annotation as it is written. */
export function writtenWave(object: KubernetesObject): string | undefined {
  return annotationsOf(object)[syncWave];
}
