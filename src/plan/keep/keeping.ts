import type { Mesh } from "../../mesh/mesh";
import type { PhaseDraft } from "../in-place/draft";
import type { MeshState } from "../state";
import { keptAfter } from "./kept-after";

/** Phases that move versions, each with what keeps old behaviour in the same commit. */
export function keeping(mesh: Mesh, start: MeshState, drafts: readonly PhaseDraft[]): readonly PhaseDraft[] {
  let before = start;
  return drafts.map((draft) => {
    const { kept: _, ...state } = draft.state;
    const kept = keptAfter(mesh, before, draft.state);
    before = Object.keys(kept).length > 0 ? { ...state, kept } : state;
    return { ...draft, state: before };
  });
}
