import type { KubernetesObject } from "../../objects/kubernetes-object";
import { annotation } from "../entry";
import { syncWave } from "./annotations";

/** The wave that Argo CD takes an object to be in, and what it did not understand. */
export interface WaveReading {
  readonly wave: number;
  /** The value of the annotation that is no whole number: Argo CD says nothing and goes by Helm's hook weight, then 0. */
  readonly ignored?: string;
}

/** The sync wave of an object. */
export function readWave(object: KubernetesObject): WaveReading {
  const written = annotation(object, syncWave);
  const wave = integer(written);
  if (wave !== undefined) return { wave };
  const weight = integer(annotation(object, "helm.sh/hook-weight")) ?? 0;
  return { wave: weight, ...(written !== undefined && { ignored: written }) };
}

const largest = 2n ** 63n;

/** As Go's `strconv.Atoi` reads: a sign and digits, no spaces, and no more than 64 bits. */
function integer(text: string | undefined): number | undefined {
  if (text === undefined || !/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.replace("+", ""));
  return value >= -largest && value < largest ? Number(value) : undefined;
}
