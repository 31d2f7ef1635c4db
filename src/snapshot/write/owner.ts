import { readFileSync } from "node:fs";
import { errorCode } from "./files";

/**
 * Who this process is, for others on this machine to look up: its id, and when it started where the system says so.
 * Ids alone come round again, in containers within seconds.
 */
export function ownId(): string {
  return `${process.pid} ${stateOf(process.pid)?.started ?? ""}`.trimEnd();
}

/** Whether the process that {@link ownId} described still runs. */
export function isAlive(id: string): boolean {
  const [pid, started] = id.split(" ");
  if (pid === undefined || !/^[1-9]\d*$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    // EPERM: it is there and belongs to someone else.
    if (errorCode(error) !== "EPERM") return false;
  }
  const state = stateOf(Number(pid));
  if (state === undefined) return true;
  return !state.dead && (started === undefined || started === state.started);
}

/** Linux only; elsewhere nothing is known beyond the id. */
function stateOf(pid: number): { started: string; dead: boolean } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // proc(5): the second field is the command in parentheses, which may hold anything; state is field 3, start time 22.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { started: fields[19] ?? "", dead: fields[0] === "Z" || fields[0] === "X" };
  } catch {
    return undefined;
  }
}
