import type { Window } from "../types";

/*
 * Sources: Alauda Service Mesh 2, compatibility matrix and release notes of 2.2 (alauda/servicemesh2-docs@e36c0f5, 2026-08-20). Which
 * Kubernetes an Alauda Container Platform brings is not written there.
 */

/** Alauda Container Platform minors by operator minor. */
export const acpWindows: Readonly<Record<string, Window>> = {
  "2.0": { min: "4.1", max: "4.3" },
  "2.1": { min: "4.1", max: "4.4" },
  "2.2": { min: "4.2", max: "4.4" },
};

/** Kiali by operator minor: the pairs of the same matrix. */
export const alaudaKiali: Readonly<Record<string, string>> = { "2.0": "2.11", "2.1": "2.22", "2.2": "2.27" };
