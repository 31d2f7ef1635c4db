/*
 * Which images an operator release names for an Istio version, as far as they are public. Read from the ClusterServiceVersions of each
 * tag (annotations images.vX_Y_Z.ztunnel, first digits of the digest; the other images of a version are rebuilt with it) and, for the
 * Sail Operator, from the registry in the same annotations. What an engine did with them was run in a lab: Sail 1.28.3 to 1.30.3 rolls
 * istiod, CNI and ztunnel at once, 1.26.3 to 1.28.3 rolls nothing.
 */

/** Digests by Istio version and operator release of OpenShift Service Mesh. */
export const ossmDigests: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "1.26.8": {
    "3.1.7": "c1e042bb",
    "3.1.8": "262909b7",
    "3.1.10": "322965d5",
    "3.1.11": "f648cc37",
    "3.2.5": "262909b7",
    "3.2.7": "322965d5",
    "3.2.8": "f648cc37",
  },
  "1.27.9": { "3.2.5": "25a67234", "3.2.7": "3c8a4ca4", "3.2.8": "43fbd994" },
  "1.28.5": {
    "3.3.1": "93dddaa0",
    "3.3.2": "0242201d",
    "3.3.3": "0242201d",
    "3.3.4": "0242201d",
    "3.3.5": "0242201d",
    "3.3.6": "0242201d",
  },
  // Only that the three agree was written down.
  "1.28.8": { "3.3.5": "as in 3.3.6", "3.3.6": "as in 3.3.6", "3.4.1": "as in 3.3.6" },
};

/** The first Sail release that takes the images of every version from registry.istio.io instead of gcr.io. */
export const sailRegistryMove = "1.29.2";
