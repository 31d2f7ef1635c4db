import { isDeepStrictEqual } from "node:util";
import { distribution as findDistribution, findRelease, ztunnelApiVersion } from "../../catalog/lookup";
import { minorDistance } from "../../catalog/version";
import { leavesOf, valueParts } from "../../mesh/hop-values";
import { isRevisionBased } from "../../mesh/istiod";
import type { Mesh } from "../../mesh/mesh";
import { meshIn } from "../../plan/phase";
import { controlPlaneVersion, type MeshState } from "../../plan/state";
import type { YamlEdit } from "../../yaml-edit/edit-yaml";
import { describeState } from "./running";

/** Where a rebase stands, and where it should go. */
export interface RebaseTarget {
  readonly state: MeshState;
  /** The mesh as it was described for that, where that is known. */
  readonly mesh?: Mesh | undefined;
  /** Whether the row that the folder stands in is at its end. */
  readonly isEnd: boolean;
  /** The new target. @default the old one; none at the end of a row */
  readonly to?: string | undefined;
}

/**
 * What changes in mesh.yaml when its baseline becomes a state: versions, operator, settings that are in force by now, and the target. Only keys whose
 * value is another one.
 */
export function rebaseEdits(mesh: Mesh, target: RebaseTarget): readonly YamlEdit[] {
  const { state, mesh: held } = target;
  const release = findRelease(findDistribution(mesh.distribution, mesh.extraReleases), state.operatorRelease);
  const { version, running } = describeState(mesh, state, release && ztunnelApiVersion([release]));
  const sameRunning = JSON.stringify(running) === JSON.stringify(mesh.running);
  return [
    ...changed(["spec", "version"], mesh.version, version),
    ...changed(["spec", "operator", "release"], mesh.operator.release, state.operatorRelease),
    ...(mesh.operator.subscription
      ? changed(["spec", "operator", "subscription", "channel"], mesh.operator.subscription.channel, state.channel)
      : []),
    ...(mesh.platform ? changed(["spec", "platform", "version"], mesh.platform.version, state.platform) : []),
    ...(sameRunning ? [] : [{ path: ["spec", "running"], value: running, after: "operator" }]),
    ...settings(mesh, state),
    ...joined(mesh, state, held ?? mesh),
    ...values(mesh, state, held ?? mesh),
    ...upgrade(mesh, target),
  ];
}

function changed(path: readonly string[], before: string, after: string | undefined): YamlEdit[] {
  return after === undefined || before === after ? [] : [{ path, value: after }];
}

/** Settings of ztunnel that phases brought, and that are wanted no more because they are there. */
function settings({ ztunnel, upgrade: row }: Mesh, { ztunnelSettings }: MeshState): YamlEdit[] {
  return (["terminationGracePeriodSeconds", "updateStrategy"] as const).flatMap((key): YamlEdit[] => {
    const now = ztunnelSettings?.[key];
    if (now === undefined || now === ztunnel?.[key]) return [];
    const reached = row?.ztunnel?.[key] === now;
    return [
      { path: ["spec", "ztunnel", key], value: now },
      ...(reached ? [{ path: ["spec", "upgrade", "ztunnel", key] }] : []),
    ];
  });
}

/** Last first, as taking a key out may move the ones after it. */
function joined({ namespaces }: Mesh, { notYetJoined = [] }: MeshState, held: Mesh): YamlEdit[] {
  const isThere = (name: string) => !notYetJoined.includes(name) && held.namespaces.some((one) => one.name === name);
  return namespaces.flatMap(({ name, joins }, index) =>
    joins && isThere(name) ? [{ path: ["spec", "namespaces", index, "joins"] }] : [],
  );
}

/** Values that came with a version, as the mesh that holds them was described, are the part's own from here on. */
function values(mesh: Mesh, state: MeshState, held: Mesh): YamlEdit[] {
  const there = meshIn({ mesh: held }, { state });
  return valueParts.flatMap((part): YamlEdit[] => {
    const [own, base, now] = [mesh, held, there].map((one) => leavesByKey(one[part]?.values)) as [
      Leaves,
      Leaves,
      Leaves,
    ];
    const at = (keys: readonly string[]) => ["spec", part, "values", ...keys];
    const isBrought = (key: string) => !isDeepStrictEqual(base.get(key)?.[1], now.get(key)?.[1]);
    return [
      ...[...now].flatMap(([key, [keys, value]]) =>
        !isBrought(key) || isDeepStrictEqual(own.get(key)?.[1], value) ? [] : [{ path: at(keys), value }],
      ),
      ...[...own].flatMap(([key, [keys]]) => (now.has(key) || !base.has(key) ? [] : [{ path: at(keys) }])),
    ];
  });
}

type Leaves = ReadonlyMap<string, ReturnType<typeof leavesOf>[number]>;

function leavesByKey(values: Parameters<typeof leavesOf>[0] = {}): Leaves {
  return new Map(leavesOf(values).map((leaf) => [leaf[0].join("."), leaf] as const));
}

/** Entries of `spec.upgrade.values` whose part is there: they are in its own values by now. */
export function reachedValues({ version, upgrade }: Mesh, state: MeshState): YamlEdit[] {
  const at = { controlPlane: controlPlaneVersion(state), cni: state.cni, ztunnel: state.ztunnel };
  const down = minorDistance(version, upgrade?.to ?? version) < 0;
  return Object.entries(upgrade?.values ?? {}).flatMap(([minor, brought]) =>
    valueParts.flatMap((part): YamlEdit[] => {
      const reached =
        at[part] !== undefined && (down ? minorDistance(at[part], minor) : minorDistance(minor, at[part])) >= 0;
      return brought[part] && reached ? [{ path: ["spec", "upgrade", "values", minor, part] }] : [];
    }),
  );
}

/** Keys of `spec.upgrade` that say how a mesh is upgraded, and not where to. */
const manner = ["strategy", "phases", "cohorts"];

/** At its end a row has nothing left to say; what was accepted for it was not accepted for the next one. */
function upgrade(mesh: Mesh, { state, isEnd, to }: RebaseTarget): YamlEdit[] {
  const { upgrade: row } = mesh;
  // How the mesh runs was only said with the upgrade that goes.
  const strategy =
    row && isRevisionBased(mesh) ? [{ path: ["spec", "controlPlane", "updateStrategy"], value: "RevisionBased" }] : [];
  if (!row) return to === undefined ? [] : [{ path: ["spec", "upgrade", "to"], value: to, after: "operator" }];
  if (isEnd && to === undefined) return [...strategy, { path: ["spec", "upgrade"] }];
  const over = isEnd ? Object.keys(row).filter((key) => key !== "to" && !manner.includes(key)) : [];
  const reached = !isEnd && row.operator?.release === state.operatorRelease ? ["operator"] : [];
  return [
    ...(to === undefined || to === row.to ? [] : [{ path: ["spec", "upgrade", "to"], value: to }]),
    ...(isEnd ? [] : reachedValues(mesh, state)),
    ...[...over, ...reached].map((key) => ({ path: ["spec", "upgrade", key] })),
  ];
}
