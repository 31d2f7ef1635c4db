import type { RuleDoc } from "./doc";

/** What the manifests say of the operator itself. */
export const operatorRules = {
  SUB001: {
    severity: "error",
    says: "A Subscription names a package, channel or CSV that its operator does not have, stands beside a second one, or follows a channel of which no release installs the mesh's version; the chart of the operator has no such release, or is looked for in another repository.",
    why: "OLM then installs nothing, or another operator than the one that was meant. Two operators of Istio bring the same CRDs: OLM refuses the second, or both reconcile one mesh.",
    fix: "Correct the name (`meshstep catalog` lists packages, channels and releases), keep one Subscription, and follow the channel of a release that installs spec.version.",
    citations: [
      "OLM, Subscription: https://olm.operatorframework.io/docs/concepts/crds/subscription/",
      "Red Hat OpenShift Service Mesh 3, Updating: about the Operator update process",
    ],
  },
  SUB002: {
    severity: "error",
    says: "A Subscription lacks what OLM asks for or looks for a catalogue of these manifests in another namespace, or the OperatorGroup of its namespace keeps the operator from being installed.",
    why: "The operators of Istio watch every namespace. Under an OperatorGroup for some of them, or under two of them, OLM installs nothing, and says so in a condition that no sync waits for.",
    fix: "Name spec.source and spec.sourceNamespace; keep one OperatorGroup, without targetNamespaces.",
    citations: [
      "OLM, OperatorGroups and install modes: https://olm.operatorframework.io/docs/advanced-tasks/operator-scoping-with-operatorgroups/",
    ],
  },
  SUB003: {
    severity: "error",
    says: "In a step that is no plan's, the operator comes from another vendor or by another way than before; a warning where its catalogue becomes another one.",
    why: "The operators of Istio bring the same CRDs: OLM refuses the second, or both reconcile one mesh. Another catalogue has other channels, other releases and other images under the same names.",
    fix: "Change where the operator comes from in a step that moves nothing else, and look at what is installed before the next one.",
    citations: [
      "OLM, CatalogSource: https://olm.operatorframework.io/docs/concepts/crds/catalogsource/",
      "OLM, Subscription: https://olm.operatorframework.io/docs/concepts/crds/subscription/",
    ],
  },
} satisfies Record<string, RuleDoc>;
