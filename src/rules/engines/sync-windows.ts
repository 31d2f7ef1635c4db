import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { about, type CheckedObject, fewOf } from "../rule";
import { allows } from "./app-projects";

interface Application {
  readonly one: CheckedObject;
  readonly destination: unknown;
}

/** Windows of a project that deny syncs and never close: each opens again before the last one ends (DEL014). */
export function closedWindows(project: CheckedObject, applications: readonly Application[]): readonly Finding[] {
  return listAt(project.object, "spec", "syncWindows").flatMap((window, index) => {
    const [every, lasts] = [
      minutesBetween(textAt(window, "schedule") ?? ""),
      minutes(textAt(window, "duration") ?? ""),
    ];
    const isAlways = every !== undefined && lasts !== undefined && lasts >= every;
    const own = applications.filter((one) => isMeant(window, one)).map(({ one }) => one.object.metadata.name);
    if (textAt(window, "kind") !== "deny" || !isAlways || own.length === 0) return [];
    const { shown, many } = fewOf(own);
    const byHand = valueAt(window, "manualSync") === true ? " by itself" : "";
    return [
      about("DEL014", project, {
        at: ["spec", "syncWindows", index],
        severity: "warning",
        message: `this window denies syncs of ${shown} at every hour: Argo CD applies nothing of ${many ? "them" : "it"}${byHand} until the window is gone`,
        hint: "Write when it begins, and a duration that ends.",
      }),
    ];
  });
}

/** By name, namespace or cluster; with andOperator all that are given must fit. */
function isMeant(window: unknown, { one, destination }: Application): boolean {
  const fits = (list: string, texts: readonly (string | undefined)[]) => {
    const patterns = listAt(window, list).map(String);
    if (patterns.length === 0) return undefined;
    return texts.some((text) => text !== undefined && allows(patterns, text));
  };
  const [name, namespace, server] = ["name", "namespace", "server"].map((key) => textAt(destination, key));
  const answers = [
    fits("applications", [one.object.metadata.name]),
    fits("namespaces", [namespace]),
    fits("clusters", [name, server]),
  ].filter((answer) => answer !== undefined);
  return valueAt(window, "andOperator") === true ? answers.every(Boolean) && answers.length > 0 : answers.some(Boolean);
}

/** How long it is from one time of a cron line to the next, for those that come at the same distance always. */
function minutesBetween(schedule: string): number | undefined {
  const [minute = "", hour = "", ...rest] = schedule.trim().split(/\s+/);
  if (rest.length !== 3 || rest.some((part) => part !== "*")) return undefined;
  if (hour === "*") {
    if (minute === "*") return 1;
    const step = /^\*\/(\d+)$/.exec(minute)?.[1];
    if (step !== undefined) return 60 % Number(step) === 0 ? Number(step) : 60;
    return /^\d+$/.test(minute) ? 60 : undefined;
  }
  return /^\d+$/.test(minute) && /^\d+$/.test(hour) ? 24 * 60 : undefined;
}

/** `24h`, `1h30m` */
function minutes(text: string): number | undefined {
  const parts = /^(?:(\d+)h)?(?:(\d+)m)?$/.exec(text);
  return parts && text !== "" ? Number(parts[1] ?? 0) * 60 + Number(parts[2] ?? 0) : undefined;
}
