import type { MeshSpec } from "./schema";

/** Whether snapshots hold gate Jobs. @default with an engine */
export function holdsJobs({ engine, gates }: MeshSpec["delivery"]): boolean {
  return (gates.mode ?? (engine === "none" ? "none" : "jobs")) === "jobs";
}
