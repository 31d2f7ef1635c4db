import type { MeshPath } from "../../../findings/finding";
import { isUnknown } from "../delivery/destinations";
import type { MeshEngine } from "../delivery/engines";
import type { Found } from "../input/found";
import { whyGuessed } from "../input/helm-default";
import { podNamespace } from "../inventory/sail-parts";
import type { DataPlaneGuess } from "./data-plane";
import type { OperatorGuess } from "./operator/operator";
import type { PartVersions } from "./part-versions";
import type { AdoptedRevisions } from "./revisions";

/** Something that the input does not say outright: the comment above its key in mesh.yaml. */
export interface Guess {
  readonly path: MeshPath;
  /** What it was taken from. */
  readonly because: string;
}

interface Guessed {
  /** The parts whose namespace mesh.yaml says, by their key. */
  readonly parts: Readonly<Partial<Record<"controlPlane" | "cni" | "ztunnel", Found>>>;
  /** Files in which the namespace is Helm's own. */
  readonly forDefault: ReadonlySet<string>;
  readonly operator: OperatorGuess;
  readonly plane: DataPlaneGuess;
  readonly versions: PartVersions;
  readonly revisions: AdoptedRevisions | undefined;
  readonly engine: MeshEngine | undefined;
}

/** What of a description is not in the input, and what it was guessed from. */
export function guessesOf(guessed: Guessed): readonly Guess[] {
  const { operator, plane, versions, revisions, engine } = guessed;
  return [
    ...guess(["spec", "distribution"], operator.distributionBecause),
    ...guess(["spec", "dataPlane"], plane.because),
    ...guess(["spec", "version"], versions.because ? undefined : operator.versionBecause),
    ...guess(["spec", "running"], revisions?.because ?? versions.because),
    ...guess(["spec", "operator", "release"], operator.releaseBecause),
    ...namespaceGuesses(guessed),
    ...guess(["spec", "delivery", "engine"], engine?.from),
    ...guess(["spec", "delivery", "repository"], engine?.delivery?.repository && sameRepository),
    ...guess(
      ["spec", "delivery", "argocd", "destination"],
      isUnknown(engine?.delivery?.argocd?.destination) ? askedCluster : undefined,
    ),
  ];
}

function namespaceGuesses({ parts, forDefault }: Guessed): readonly Guess[] {
  return Object.entries(parts).flatMap(([key, part]) => {
    const isGuessed = part && forDefault.has(part.place.file);
    return isGuessed ? guess(["spec", key, "namespace"], whyGuessed(podNamespace(part, ""))) : [];
  });
}

const sameRepository =
  "the one that it reads today; write another, or another branch, where the live folder is to stand there";

const askedCluster = "not known here, as generators fill in the cluster: write its server or its name";

function guess(path: Guess["path"], because: string | undefined): readonly Guess[] {
  return because === undefined ? [] : [{ path, because }];
}
