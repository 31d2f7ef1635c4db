import { InputError } from "../../findings/input-error";
import { word } from "../../gates/quote";
import { cameBack } from "../../live/came-back";
import type { LiveMesh } from "../../live/mesh";
import { standingOf } from "../../live/standing";
import { changedPaths, type ManifestFiles } from "../../snapshot/write/manifest-files";

/** What a change of a live folder waits for: the checks of a phase, or nothing and why. */
export type Awaited =
  | { readonly phase: number; readonly back: boolean }
  /** `phase` is where the folder stands, if it stands anywhere. */
  | { readonly phase: number | undefined; readonly nothing: string };

/**
 * What must hold in the cluster before a live folder becomes another one. Forward: the phase where it stands, or, where that was reached by walking
 * back, what moved back. Back: only a step back that was taken before; the phase that is left need not hold, for that is why people walk back.
 *
 * @param after the folder as it is to become
 * @throws InputError for a folder that stands nowhere, and when the way it came is not known
 */
export function awaitedBefore(found: LiveMesh, after: ManifestFiles): Awaited {
  const { live, rendered, phases, standing } = found;
  const { mesh, hash } = rendered.plan;
  if (standing.at === "nothing") return { phase: undefined, nothing: `nothing stands in ${live.shown} yet` };
  if (standing.at === "no phase") {
    throw InputError.of(`${live.shown} stands at no phase of ${mesh.name}`, {
      hint: `meshstep status --live ${word(live.shown)} says why; or name the phase.`,
    });
  }
  const here = standing.phase;
  if (changedPaths(live.files, after).length === 0) return { phase: here, nothing: `${live.shown} is not changed` };
  const to = standingOf(after, phases, mesh.name, hash);
  if (standing.at === "earlier plan") {
    const isFirst = to.at === "phase" && to.phase === here;
    return isFirst
      ? { phase: here, nothing: "only its marker and its gates are others" }
      : { phase: here, back: false };
  }
  const isBack = to.at === "phase" && to.phase < here;
  const returned = cameBack(found);
  if (!isBack) return { phase: here, back: returned === true };
  if (returned === undefined) {
    throw InputError.of(`whether ${live.shown} came to ${phases[here]?.dir} by walking back is not known here`, {
      hint: "The history of the folder was not fetched; in GitHub Actions, fetch-depth: 0 does that, in GitLab GIT_DEPTH: 0.",
    });
  }
  return returned
    ? { phase: here, back: true }
    : { phase: here, nothing: `it walks back from ${phases[here]?.dir}, which need not hold for that` };
}
