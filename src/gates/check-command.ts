/** A check as a person runs it. */
export interface CheckCommand {
  /** What must be true, in words. */
  readonly says: string;
  readonly run: string;
  /** The line of output that means yes. */
  readonly expect: string;
}

/** The client of the distribution: `oc` on OpenShift, else `kubectl`. */
export type Kubectl = "oc" | "kubectl";
