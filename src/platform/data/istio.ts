import type { IstioWindow } from "../types";

const announcement = (minor: string) =>
  `Istio ${minor}, announcement, and istioctl's own minimum (istioctl/pkg/install/k8sversion/version.go)`;

/** Kubernetes minors that each Istio minor supports, as announced. */
export const istioWindows: Readonly<Record<string, IstioWindow>> = {
  "1.24": { min: "1.28", max: "1.31", source: announcement("1.24") },
  "1.25": { min: "1.29", max: "1.32", source: announcement("1.25") },
  "1.26": {
    min: "1.29",
    max: "1.33",
    note: "1.33 was announced as expected, from 1.26.1 on",
    source: announcement("1.26"),
  },
  "1.27": { min: "1.29", max: "1.33", source: announcement("1.27") },
  "1.28": {
    min: "1.30",
    max: "1.34",
    note: "the announcement says 1.29, istioctl itself and Alauda's page say 1.30",
    source: announcement("1.28"),
  },
  "1.29": { min: "1.31", max: "1.35", source: announcement("1.29") },
  "1.30": { min: "1.32", max: "1.36", source: announcement("1.30") },
  "1.31": { min: "1.32", max: "1.36", note: "from its release branch", source: announcement("1.31") },
};
