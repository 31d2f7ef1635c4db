/** A check as a person runs it. */
export interface CheckCommand {
  /** What must be true, in words. */
  readonly says: string;
  /** Waits where that is possible. Its exit code is 0 when the check holds, and never when it does not. */
  readonly run: string;
  /** The line of output that means yes. */
  readonly expect: string;
}

/** The client of the distribution: `oc` on OpenShift, else `kubectl`. */
export type Kubectl = "oc" | "kubectl";
