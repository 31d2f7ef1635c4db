import { readdirSync } from "node:fs";
import { join, posix, resolve } from "node:path";
import * as z from "zod/mini";
import { grouped } from "../../basics/grouped";
import { distributionNames } from "../../catalog/types";
import { InputError } from "../../findings/input-error";
import { orElse } from "../../findings/or-else";
import type { ManualStep } from "../../plan/manual-steps";
import { phaseKinds } from "../../plan/phase";
import type { CheckedObject } from "../../rules/rule";
import { drainsBeforeMove } from "../../rules/ztunnel";
import { isWalked, shownIn } from "../../source/folder-files";
import { mayHoldManifests } from "../../source/manifest-texts";
import { attempt, readText, statsAt } from "../../source/read-text";
import type { FileObject } from "./file-object";

/** As much of plan.json as the rules ask for. Later versions may hold more: what is not named here is passed over. */
const planSchema = z.object({
  version: z.literal(1),
  mesh: z.string(),
  distribution: z.enum(distributionNames),
  phases: z.array(
    z.object({
      dir: z.string(),
      kind: z.enum(phaseKinds),
      state: z.object({ operatorRelease: z.string(), ztunnel: z.optional(z.string()) }),
      checks: z._default(
        z.array(
          z.object({
            check: z.looseObject({
              check: z.string(),
              namespace: z.optional(z.string()),
              label: z.optional(z.string()),
              value: z.optional(z.string()),
            }),
          }),
        ),
        [],
      ),
      manual: z.array(z.object({ step: z.looseObject({ step: z.string() }) })),
    }),
  ),
  findings: z.array(z.object({ rule: z.string(), severity: z.string(), message: z.string() })),
});

type PlanFile = z.output<typeof planSchema>;

/** A folder that `synth` wrote, with the objects found in it. */
export interface OwnOutput {
  /** `out/prod-east`, as the user would write it. */
  readonly label: string;
  /** plan.json, likewise. */
  readonly file: string;
  readonly plan: PlanFile;
  /** By the folder names of their phases. */
  readonly objects: ReadonlyMap<string, readonly FileObject[]>;
}

/** Picks the folders that `synth` wrote out of what was read; their other files (`platform/`) are no state of a mesh. */
export function takeOwnOutput(objects: readonly FileObject[]): {
  readonly outputs: readonly OwnOutput[];
  readonly rest: readonly FileObject[];
} {
  const plans = new Map<string, PlanFile | undefined>();
  const planIn = (folder: string) => {
    if (!plans.has(folder)) plans.set(folder, readPlan(folder));
    return plans.get(folder);
  };
  const byRoot = grouped(objects, (one) => rootsOf(one.file).find(planIn));
  const rest = byRoot.get(undefined) ?? [];
  const outputs = [...byRoot].flatMap(([root, members]) => {
    const plan = root === undefined ? undefined : planIn(root);
    return root === undefined || !plan ? [] : [toOutput(root, plan, members)];
  });
  return { outputs, rest };
}

/** Whether `synth` wrote a folder, of this meshstep or a newer one. */
export function isOwnOutput(folder: string): boolean {
  return orElse(true, () => readPlan(folder) !== undefined);
}

/** The phase that a folder is, or is a part of, as `synth` writes them; people copy them without their plan. */
export function phaseAbove(folder: string): string | undefined {
  return /^(.*\/phases\/\d{2,}-[^/]+)\/manifests(\/|$)/.exec(folder)?.[1];
}

/** The folders that `synth` wrote, where a folder holds them and nothing else that is read: no object of one has to do with another. */
export function outputsApart(paths: readonly string[], cwd: string): readonly string[] {
  const [path = "-", ...more] = paths;
  const folder = resolve(cwd, path);
  if (more.length > 0 || path === "-" || !statsAt(folder)?.isDirectory()) return [];
  const entries = attempt(path, () => readdirSync(folder, { withFileTypes: true }))
    .filter((entry) => (entry.isDirectory() ? isWalked(entry.name) : mayHoldManifests.test(entry.name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const areOurs = entries.every((entry) => entry.isDirectory() && readPlan(join(folder, entry.name)) !== undefined);
  return areOurs ? entries.map(({ name }) => shownIn(path, name)) : [];
}

/** Vendor jumps that the plan was made with: the planner keeps each of them visible as a warning. Lower minor first. */
export function acceptedInPlan({ findings }: PlanFile): readonly string[] {
  return findings
    .filter(({ rule, severity }) => rule === "SKEW004" && severity === "warning")
    .flatMap(({ message }) => {
      const [, from, to] = /\b(\d+\.\d+)->(\d+\.\d+)\b/.exec(message) ?? [];
      if (from === undefined || to === undefined) return [];
      return [Number(from.split(".")[1]) < Number(to.split(".")[1]) ? `${from}->${to}` : `${to}->${from}`];
    });
}

/** Namespaces of others that the phases up to one rely on, with the labels that their gates ask for. */
export function assumedNamespaces({ phases }: PlanFile, dir: string): readonly CheckedObject[] {
  const labels = new Map<string, Record<string, string>>();
  const upTo = phases.findIndex((one) => one.dir === dir);
  for (const { check } of phases.slice(0, upTo + 1).flatMap(({ checks }) => checks)) {
    const { namespace, label, value } = check;
    if (namespace === undefined || label === undefined) continue;
    const { [label]: _, ...others } = labels.get(namespace) ?? {};
    if (check.check === "namespace-label") labels.set(namespace, { ...others, [label]: value ?? "" });
    if (check.check === "namespace-without-label") labels.set(namespace, others);
  }
  return [...labels].map(([name, found]) => ({
    object: { apiVersion: "v1", kind: "Namespace", metadata: { name, labels: found } },
    assumed: true,
  }));
}

/** What people do before the phase after. */
export function manualSteps(phase: PlanFile["phases"][number]): readonly ManualStep[] {
  return phase.manual.map(({ step }) => step as unknown as ManualStep);
}

/** Whether people replace ztunnel's pods in this phase or a later one, before its version moves again; as the whole plan says. */
export function isReplacedInPlan({ phases }: PlanFile, dir: string): boolean {
  const rest = phases.slice(phases.findIndex((one) => one.dir === dir));
  return drainsBeforeMove(rest.map((one) => ({ version: one.state.ztunnel, manual: manualSteps(one) })));
}

/** The folders that could be the root of a file: those above a folder named `phases` or `platform`. */
function rootsOf(file: string): readonly string[] {
  if (!/\/(?:phases|platform)\//.test(file)) return [];
  const segments = file.split("/");
  return segments.flatMap((segment, index) =>
    segment === "phases" || segment === "platform" ? [segments.slice(0, index).join("/") || "/"] : [],
  );
}

/**
 * Undefined for a folder without a plan, and for a plan that is not ours.
 * @throws InputError for one that a newer meshstep wrote
 */
function readPlan(root: string): PlanFile | undefined {
  const file = posix.join(root, "plan.json");
  const plan = parsed(file);
  const found = planSchema.safeParse(plan);
  if (found.success) return found.data;
  const { version, mesh } = Object(plan) as { version?: unknown; mesh?: unknown };
  if (typeof version !== "number" || version <= 1 || typeof mesh !== "string") return undefined;
  throw InputError.of(`${file}: of version ${version}; this meshstep reads version 1`, {
    hint: "Use a newer meshstep.",
  });
}

/** A row of two hundred phases says more than any other input may. */
function parsed(file: string): unknown {
  try {
    return statsAt(file)?.isFile() ? JSON.parse(readText(file, file)) : undefined;
  } catch {
    return undefined;
  }
}

function toOutput(root: string, plan: PlanFile, members: readonly FileObject[]): OwnOutput {
  const below = (one: FileObject) => one.file.slice(root.length).split("/").filter(Boolean);
  const inPhase = members.filter((one) => {
    const [folder, , manifests] = below(one);
    return folder === "phases" && manifests === "manifests";
  });
  const [first] = members;
  const shown = first?.shown.split("/") ?? [];
  const inside = first ? below(first).length : 0;
  const label = shown.slice(0, -inside).join("/");
  // Seen from inside, the root has no name that the user gave.
  const file = shown.length < inside ? posix.join(root, "plan.json") : posix.join(label, "plan.json");
  return { label: label || plan.mesh, file, plan, objects: grouped(inPhase, (one) => below(one)[1] ?? "") };
}
