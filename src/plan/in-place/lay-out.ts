import type { Distribution, OperatorRelease } from "../../catalog/types";
import type { Mesh } from "../../mesh/mesh";
import type { ClusterUpgrade } from "../calendar";
import type { Hop } from "../hop";
import { changePhases } from "../keep/change-phases";
import { keeping } from "../keep/keeping";
import type { MeshState } from "../state";
import { baselinePhase } from "./baseline";
import { type PhaseDraft, withApi } from "./draft";
import { finishPhases, istioPhases, verifyPhase } from "./istio-hop";
import { joinPhase, letInPhase } from "./join";
import { operatorPhase } from "./operator";
import { platformPhase } from "./platform";
import { preparePhase } from "./prepare";

/** How a row is laid out. */
export interface LayOutOptions {
  /** Cluster upgrades that the row cannot do without. @default none */
  readonly upgrades?: readonly ClusterUpgrade[] | undefined;
  /** Before anything else every part is brought to where the control plane is. @default false */
  readonly finishFirst?: boolean;
}

/**
 * Lays out a row of hops under InPlace: operator, control plane (waypoints follow by themselves), CNI, ZTunnel, restarts, verify.
 * Going down the order is reversed, so that the data plane is never ahead. Namespaces that join come first, then settings that roll ZTunnel
 * before any version moves, as soon as the operator in force serves them. Behaviour that was kept as it was changes last.
 */
export function layOutInPlace(
  mesh: Mesh,
  distribution: Distribution,
  baseline: MeshState,
  release: OperatorRelease,
  hops: readonly Hop[],
  { upgrades = [], finishFirst = false }: LayOutOptions = {},
): readonly PhaseDraft[] {
  const drafts: PhaseDraft[] = [baselinePhase(mesh, baseline)];
  let inForce = release;
  const latest = () => withApi((drafts[drafts.length - 1] as PhaseDraft).state, inForce);
  const add = (draft: PhaseDraft | undefined) => draft && drafts.push(draft);

  const prepare = () => {
    for (let draft = preparePhase(mesh, latest(), inForce); draft; draft = preparePhase(mesh, latest(), inForce))
      add(draft);
  };

  if (finishFirst) drafts.push(...keeping(mesh, latest(), finishPhases(mesh, latest())));
  add(letInPhase(latest()));
  add(joinPhase(mesh, latest()));
  prepare();
  for (const [index, hop] of hops.entries()) {
    for (const upgrade of upgrades) if (upgrade.beforeHop === index) add(platformPhase(mesh, latest(), upgrade));
    if (hop.kind === "operator") {
      add(operatorPhase(mesh, distribution, latest(), hop.from, hop.to));
      inForce = hop.to;
      prepare();
    } else {
      drafts.push(...keeping(mesh, latest(), istioPhases(mesh, latest(), hop)));
    }
  }
  if (drafts.length > 1 && drafts[drafts.length - 1]?.kind !== "verify") add(verifyPhase(mesh, latest()));
  if (mesh.upgrade) drafts.push(...changePhases(mesh, latest()));
  return drafts;
}
