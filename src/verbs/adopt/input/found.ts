import type { Place } from "../../../findings/finding";
import type { KubernetesObject } from "../../../mesh/mesh";
import type { Mark, Release } from "./marks";

/** An object of the input, as somebody would have written it. */
export interface Found {
  readonly object: KubernetesObject;
  readonly place: Place;
  /** Read from a cluster: others may have written into it. */
  readonly live: boolean;
  /** Who has applied it, as they have left it there. @default nobody */
  readonly marks?: readonly Mark[];
  /** The release of Helm that has installed it, as it says. @default none */
  readonly release?: Release;
  /** Comments of its document that ask for silence. */
  readonly ignores?: readonly string[];
  /** A Namespace whose labels a Job of synth sets. */
  readonly byJob?: boolean;
  /** A Namespace that stands in no file, and what makes it with its labels. */
  readonly madeBy?: string;
}
