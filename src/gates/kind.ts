import type { Check, CheckKindName, CheckOf } from "../plan/checks";
import type { CheckCommand, Kubectl } from "./check-command";
import type { Answer, Query } from "./query";

/** `true`, or what is missing, in words. */
export type Verdict = true | string;

/** A check that no container can run, and why not. */
export interface NoContainer {
  readonly impossible: string;
}

/** A check that takes a shell: `sh` in the image of the Jobs, with date, sleep, cut and expr, and for SLOs sed, tr and grep. */
export interface ShellContainer {
  /** Waits, and exits with 0 when the check holds; `$1` are the seconds that it has. POSIX. */
  readonly script: string;
}

/** What can be done with one kind of check. Everything about a kind stands in one place; a kind that lacks a part does not compile. */
export interface CheckKind<C extends Check> {
  /** What the predicate looks at. */
  readonly looksAt: (check: C) => readonly Query[];
  /** Whether the predicate knows what to make of objects that may not be read; else nothing holds that was not answered. @default false */
  readonly judgesSilence?: true;
  /** The predicate: pure, over one answer for each query. */
  readonly holds: (check: C, answers: readonly Answer[]) => Verdict;
  /** What was measured, where the check holds: counts, a value. @default nothing to tell */
  readonly saw?: (check: C, answers: readonly Answer[]) => string;
  /** The command for people. */
  readonly command: (check: C, kubectl: Kubectl) => CheckCommand;
  /**
   * Arguments of kubectl in a container of a Job; it waits and exits with 0 when the check holds. A shell only where kubectl alone cannot
   * judge: not every image has one.
   */
  readonly container: (check: C) => readonly string[] | ShellContainer | NoContainer;
}

/** One entry for each kind. */
export type CheckKinds = { readonly [K in CheckKindName]: CheckKind<CheckOf<K>> };
