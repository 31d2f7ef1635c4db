import { type KeptValues, keptOf, keptPath } from "../../ledger/kept";
import type { ValuesKind } from "../../ledger/subject";
import type { Setting } from "./setting";

/** Values that keep an old behaviour of one object for as long as a phase says so. */
export function keptSettings(kept: KeptValues, kind: ValuesKind): readonly Setting[] {
  const from = ["spec", "upgrade", "keepBehaviour"];
  return Object.entries(keptOf(kept, kind)).map(([path, value]) => ({
    at: keptPath(path).keys,
    value,
    written: true,
    from,
  }));
}
