import { type Brought, shownAndFolded } from "../../plan/brought";
import type { MeshChanges } from "../../verbs/changes/mesh-changes";
import { compactTable } from "./text-table";

/** One line for each change that applies, the most important first; with `all` also those that only the cluster can tell of. */
export function changesText({ mesh, distribution, dataPlane, from, to, changes }: MeshChanges, all: boolean): string {
  const { shown, folded, unseen } = shownAndFolded(changes);
  const listed = [...shown, ...folded, ...(all ? unseen : [])];
  const title = `${mesh}: Istio ${from} to ${to} (${distribution}, ${dataPlane})\n`;
  const rows = listed.map((one) => [one.row.id, byWords(one), one.row.kind, one.row.title, one.unseen ?? ""]);
  const header = ["ID", "COMES WITH", "KIND", "WHAT", "NOT SEEN"];
  const table = rows.length ? compactTable(header, rows) : "nothing that matters to this mesh\n";
  const hidden = all ? 0 : unseen.length;
  return title + table + (hidden ? `${hidden} more for what the mesh does not describe: --all lists them\n` : "");
}

function byWords({ by, how, reaches }: Brought): string {
  if (how === "ends") return `ends with ${by}`;
  return `${by}${reaches ? `, ${reaches}` : ""}`;
}
