import type { State } from "./breakages";

/** A Secret as SOPS writes it. */
const secret =
  "apiVersion: v1\nkind: Secret\nmetadata:\n  name: key\n  namespace: orders\nstringData:\n  key: ENC[AES256_GCM,data:aa,iv:bb,tag:cc,type:str]\nsops:\n  mac: ENC[AES256_GCM,data:aa,iv:bb,tag:cc,type:str]\n  version: 3.10.2\n";

/** Secrets that Flux does not decrypt. */
export const encryptedStates: readonly State[] = [
  [
    "DEL013",
    "Secret of SOPS that nobody decrypts",
    "fleet",
    ["apps/orders/key.sops.yaml", "", secret],
    ["apps/orders/kustomization.yaml", "  - app.yaml\n", "  - app.yaml\n  - key.sops.yaml\n"],
  ],
  [
    "DEL013",
    "Secret of SOPS beside files that Flux lists itself",
    "flux",
    ["clusters/prod/mesh.yaml", "path: ./mesh", "path: ./secrets"],
    ["secrets/key.yaml", "", secret],
    ["secrets/namespace.yaml", "", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: orders\n"],
  ],
];
