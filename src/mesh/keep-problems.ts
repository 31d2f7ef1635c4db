import { nearest } from "../basics/nearest";
import type { Problem } from "../findings/input-error";
import { compatibilityPath, isTemplate, keptPath } from "../ledger/kept";
import { ledgerRows } from "../ledger/rows";
import type { LedgerRow } from "../ledger/schema";
import { valuesOf } from "../ledger/subject";
import type { Mesh } from "./mesh";
import { subjectOf } from "./subject";

/** What cannot be kept as `spec.upgrade.keepBehaviour` asks, and values under `spec.running.kept` that keep nothing. */
export function keepProblems(mesh: Mesh): Problem[] {
  const asked = mesh.upgrade?.keepBehaviour;
  const kept = Object.keys(mesh.running?.kept ?? {});
  if ((asked === undefined || asked === "all") && kept.length === 0) return [];
  const rows = ledgerRows(mesh.extraRows);
  const ids = Array.isArray(asked) ? (asked as readonly string[]) : [];
  return [
    ...ids.flatMap((id, index) => idProblem(rows, ids, id, ["spec", "upgrade", "keepBehaviour", index])),
    ...kept.flatMap((path) => pathProblem(mesh, rows, path)),
  ];
}

function idProblem(
  rows: readonly LedgerRow[],
  ids: readonly string[],
  id: string,
  path: readonly (string | number)[],
): Problem[] {
  if (ids.indexOf(id) !== path.at(-1)) return [{ message: `${id} stands here twice`, path }];
  const row = rows.find((one) => one.id === id);
  if (!row) {
    const near = nearest(
      id,
      rows.filter(({ keep }) => keep).map((one) => one.id),
    );
    const hint = near ? `did you mean ${near}?` : "meshstep changes lists what a hop brings, by name";
    return [{ message: `there is no change ${id}`, path, hint }];
  }
  if (!row.keep) return [{ message: `nothing is known that keeps what was before ${id}`, path, hint: "take it out" }];
  if (isTemplate(row)) {
    const [at = "", value = ""] = Object.entries(row.keep.set)[0] ?? [];
    const hint = `write ${at}: ${value} under the values of ${keptPath(at).kind} yourself, with names of your own`;
    return [{ message: `what keeps ${id} off holds names that only you know`, path, hint }];
  }
  if (row.keep.workaround) {
    const message = `${id} is not kept off by a value: ${Object.keys(row.keep.set).join(" and ")} only eases it`;
    return [{ message, path, hint: "set that under values, if it helps" }];
  }
  return [];
}

/** A phase can only take away what it knows, and what stands nowhere else. */
function pathProblem(mesh: Mesh, rows: readonly LedgerRow[], path: string): Problem[] {
  const at = ["spec", "running", "kept", path];
  const { kind } = keptPath(path);
  const known = path === compatibilityPath || rows.some(({ keep }) => keep && Object.hasOwn(keep.set, path));
  if (!known) {
    const message = `no change of the ledger is kept off by ${path}`;
    return [{ message, path: at, hint: "a value that is to stay belongs under values" }];
  }
  if ((kind === "ZTunnel" && !mesh.ztunnel) || (kind === "IstioCNI" && !mesh.cni)) {
    return [{ message: `this mesh has no ${kind}`, path: at, hint: "remove it" }];
  }
  if (valuesOf(subjectOf(mesh), path).length === 0) return [];
  return [{ message: `${path} stands under values, too`, path: at, hint: "keep it in one place" }];
}
