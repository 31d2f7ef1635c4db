import { InputError } from "../findings/input-error";
import type { Plan } from "./phase";

/**
 * A phase by its number (`3`, `03`) or by its folder's name.
 * @throws InputError naming the phases that there are
 */
export function phaseNumber({ mesh, phases }: Plan, name: string): number {
  const index = /^\d+$/.test(name) ? Number(name) : phases.findIndex((phase) => phase.dir === name);
  if (phases[index]) return index;
  throw InputError.of(`${mesh.name} has no phase ${name}`, {
    hint: `It has 0 to ${phases.length - 1}: ${phases.map((phase) => phase.dir).join(", ")}.`,
  });
}
