import { unmet } from "./conditions";
import { compatibilityPath, profileCovers } from "./kept";
import type { LedgerRow } from "./schema";
import { type RowMoveFacts, type Subject, valuesOf } from "./subject";

/** Whether a row matters to a mesh. */
export interface Verdict {
  /** `unseen`: nothing that the mesh describes shows it; the cluster may hold what does. */
  readonly applies: "yes" | "no" | "unseen";
  /** Why not, or what could not be seen: `the mesh carries no DestinationRule`. Empty for `yes`. */
  readonly because: string;
}

const yes: Verdict = { applies: "yes", because: "" };

/** Whether a row matters to this mesh: its data plane and distribution, then what the row asks for, then what the user has decided. */
export function rowApplies(row: LedgerRow, subject: Subject, move: RowMoveFacts = {}): Verdict {
  if (row.dataPlanes && !row.dataPlanes.includes(subject.dataPlane)) {
    return no(`the mesh is ${subject.dataPlane}`);
  }
  if (row.distributions && !row.distributions.includes(subject.distribution)) {
    return no(`it concerns ${row.distributions.join(" and ")} only`);
  }
  const decided = decidedByValues(row, subject);
  if (decided !== undefined) return no(decided);
  const open = unmet(row.when ?? {}, subject, move);
  const refuted = open.find((one) => one.certain);
  if (refuted) return no(refuted.because);
  return open.length ? { applies: "unseen", because: open.map((one) => one.because).join("; ") } : yes;
}

function no(because: string): Verdict {
  return { applies: "no", because };
}

/** A value that the user has set is the same before and after; so is one that a compatibility profile holds. */
function decidedByValues(row: LedgerRow, subject: Subject): string | undefined {
  const { keep } = row;
  if (keep) {
    const paths = Object.entries(keep.set);
    const settled = paths.every(([path, value]) => {
      const found = valuesOf(subject, path)[0];
      return keep.workaround ? found !== undefined && String(found) === String(value) : found !== undefined;
    });
    if (settled) return `${paths.map(([path]) => path).join(" and ")} is set`;
  }
  const profile = valuesOf(subject, compatibilityPath)[0];
  if (typeof profile !== "string" || !/^\d+\.\d+$/.test(profile) || !profileCovers(profile, row)) return undefined;
  return `compatibilityVersion ${profile} keeps the old behaviour`;
}
