import type { Repository } from "../repository";

/** A GitOps engine as the tests drive and ask it: with kubectl alone, as PLATFORM.md and docs/gates.md say. */
export interface Engine {
  readonly name: "argocd" | "flux";
  /** Under which it applies. */
  readonly fieldManager: string;
  /** Applies what synth wrote to `platform/`. */
  point(repository: Repository): Promise<void>;
  /** Has it look at Git now instead of at its next poll. */
  poll(): Promise<void>;
  /** Whether it is done with this commit, by its own word; otherwise what it says. */
  doneWith(commit: string): Promise<true | string>;
  /** What its status says, for people: the first thing that is not done. */
  says(): Promise<string>;
  setPrune(on: boolean): Promise<void>;
  /** Has it give up what it waits for, and take the newest commit. */
  giveUp(): Promise<void>;
}
