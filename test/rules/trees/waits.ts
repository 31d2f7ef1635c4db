import type { State } from "./breakages";

/** What is left out, and who is waited for. */
export const waitStates: readonly State[] = [
  ["KUS001", "a folder that no kustomization lists", "ambient", ["kustomization.yaml", "  - shop\n", ""]],
];
