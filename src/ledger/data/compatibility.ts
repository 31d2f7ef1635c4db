/**
 * The compatibility profiles that the charts of each Istio minor carry, oldest first: upstream, Sail Operator and OpenShift Service Mesh
 * have the same. A value without a profile is a template error: the chart does not render at all.
 * Sources: manifests/helm-profiles/compatibility-version-*.yaml at the tags of https://github.com/istio/istio, and resources/ at the tags
 * of the operators.
 */
export const compatibilityProfiles: Readonly<Record<string, readonly string[]>> = {
  "1.24": ["1.21", "1.22", "1.23"],
  "1.25": ["1.22", "1.23", "1.24"],
  "1.26": ["1.23", "1.24", "1.25"],
  "1.27": ["1.24", "1.25", "1.26"],
  "1.28": ["1.25", "1.26", "1.27"],
  "1.29": ["1.25", "1.26", "1.27", "1.28"],
  "1.30": ["1.25", "1.26", "1.27", "1.28", "1.29"],
};
