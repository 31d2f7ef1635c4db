import type { RuleDoc } from "./doc";

const argoSyncOptions = "Argo CD, Sync Options: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/";
const argoWaves = "Argo CD, Sync Phases and Waves: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/";
const argoAutoSync = "Argo CD, Automated Sync Policy: https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/";
const fluxKustomization = "Flux, Kustomization: https://fluxcd.io/flux/components/kustomize/kustomizations/";

export const deliveryRules = {
  NS001: {
    severity: "error",
    says: "A namespace's mesh labels, or labels that discovery selects by, change beside other changes in that namespace or in the waypoint that they name.",
    why: "Both engines apply a Namespace before everything in it, whatever the wave: the label takes effect before the waypoint or the policy that it needs.",
    fix: "Change the labels in a phase of their own.",
    citations: [
      "Argo CD, gitops-engine sync_tasks: a Namespace moves to the wave of its first object",
      "Flux, pkg/ssa: Namespaces are applied in the first stage",
    ],
  },
  NS002: {
    severity: "error",
    says: "Labels of a namespace contradict each other, or those of its pods: injection and ambient, two revisions, or a sidecar where injection is off; a warning where it is out of ambient and still names a waypoint.",
    why: "istio-injection wins over istio.io/rev, so the revision that was asked for is ignored. Both win over ambient: pods get a sidecar when they start, and the CNI then leaves them out of ambient.",
    fix: "Keep one: istio-injection=enabled, istio.io/rev, or istio.io/dataplane-mode=ambient. The revision of waypoints is chosen on the Gateway.",
    citations: [
      "Istio, analysis message IST0123: https://istio.io/latest/docs/reference/config/analysis/ist0123/",
      "Istio, Add workloads to the mesh: https://istio.io/latest/docs/ambient/usage/add-workloads/",
      "Istio, Installing the sidecar: controlling the injection policy",
    ],
  },
  NS003: {
    severity: "warning",
    says: "A namespace of the mesh, or one with a part of it, a Gateway or a Service that routes send to, is outside the discovery selectors, or those of the control plane that it asks for; an error in a step before which it was inside.",
    why: "istiod does not see it: an ambient workload there is redirected to a ztunnel that never hears of it, so its connections fail; a ztunnel there gets no certificates, and a Gateway is served by nobody.",
    fix: "Give the namespace a label that one of the selectors matches.",
    citations: [
      "Istio, issue 52057 (ztunnel outside): https://github.com/istio/istio/issues/52057",
      "Istio, issue 54969 (workloads outside): https://github.com/istio/istio/issues/54969",
    ],
  },
  NS004: {
    severity: "error",
    says: "One namespace is owned by two deliveries.",
    why: "Each engine writes under one name for all its Applications or Kustomizations: what the one applies takes away every label that only the other one sets, and the namespace goes in and out of the mesh. Whoever drops it first may also delete it.",
    fix: "Keep the Namespace in one delivery. Where somebody else owns it, make it shared or external in spec.namespaces and leave its manifest out.",
    citations: [
      argoSyncOptions,
      fluxKustomization,
      "Kubernetes, Server-Side Apply: https://kubernetes.io/docs/reference/using-api/server-side-apply/",
    ],
  },
  DEL001: {
    severity: "error",
    says: "The last wave, or something outside of the gates, is not held by a gate.",
    why: "Argo CD never awaits the last wave of a sync, and neither engine awaits what stands beside a gate or behind it: the phase counts as done while it still moves, and the next one starts.",
    fix: "Put what changes between the opening and the closing gate, each gate into a wave of its own, and something that needs no time, as the marker, into the last one.",
    citations: [
      argoWaves,
      "Argo CD, gitops-engine sync_context: a sync has succeeded when its last wave is applied",
      fluxKustomization,
    ],
  },
  DEL002: {
    severity: "error",
    says: "An object that has no health check, or one that can pass before its workload has moved, has dependants in a later wave; or an object comes together with what it needs.",
    why: "A wave waits for health and for nothing else. Argo CD has no health check for Sail's kinds, and one that trusts their status passes before the workload has moved; then the wave is a pause of two seconds. Inside a wave, and inside a Kustomization, nothing is awaited at all.",
    fix: "Move one part at a time, each in a phase of its own, or put a Job that asserts the rollout in a wave between the two.",
    citations: [
      argoWaves,
      "Argo CD, Resource Health: https://argo-cd.readthedocs.io/en/stable/operator-manual/health/",
      "Argo CD, issue 4669: https://github.com/argoproj/argo-cd/issues/4669",
      fluxKustomization,
    ],
  },
  DEL003: {
    severity: "error",
    says: "A phase changes nothing that the GitOps engine tracks.",
    why: "Argo CD starts a sync only when a tracked object differs: a phase of hooks or documents alone never runs, and nobody notices.",
    fix: "Keep the marker ConfigMap in the snapshot: it names the phase.",
    citations: [argoAutoSync],
  },
  DEL004: {
    severity: "error",
    says: "A Sail object, a Namespace or a waypoint could be deleted by pruning; a warning for Namespaces, routes and policies of which others are protected, for Delete=false alone, for a tree that protects no part of the mesh or no Namespace, and where Prune=true is written.",
    why: "Deleting the Istio object deletes istiod although it is in use; deleting a Namespace deletes everything in it; deleting a waypoint, a route or a policy fails open: what was refused is let through, without an error.",
    fix: "Annotate it with Prune=false,Delete=false for Argo CD and prune: disabled for Flux; meshstep does, unless the object says otherwise. To let it go, delete it by hand once it is out of Git (until then Argo CD is OutOfSync), or let Prune=true and prune: enabled be applied to it one phase earlier.",
    citations: [argoSyncOptions, fluxKustomization],
  },
  DEL005: {
    severity: "error",
    says: "The CRD comes with the operator, is not among the manifests, and the object has no SkipDryRunOnMissingResource; a warning for a tree of Argo CD where none has it and the Subscription arrives by the same sync or, tried a few times, by another one; and for routes and policies of other trees.",
    why: "Argo CD tries every wave before it applies the first: one missing CRD fails the whole sync, the Subscription that would bring it included.",
    fix: "Annotate the object with SkipDryRunOnMissingResource=true. Flux needs nothing: it applies what it can and comes back for the rest.",
    citations: [argoSyncOptions, argoWaves],
  },
  DEL006: {
    severity: "warning",
    says: "The mesh names Argo CD as its engine, and no repository for it to read.",
    why: "An Application cannot be without one, so the files under platform/ name a host that cannot exist, and Argo CD applies nothing.",
    fix: "Write spec.delivery.repository.url.",
    citations: [
      "Argo CD, Application specification: https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/",
    ],
  },
  SNAP001: {
    severity: "error",
    says: "A committed snapshot differs from what synth writes.",
    why: "What was reviewed is then not what mesh.yaml says, and the next synth undoes the edit.",
    fix: "Run `meshstep synth` and commit the result; make changes in mesh.yaml, not in out/.",
    citations: ["meshstep, README: reading a plan"],
  },
  SNAP002: {
    severity: "error",
    says: "An object of the phase before is missing, and the phase is no clean-up; or what installed a chart of Istio installs it no more.",
    why: "Both engines delete what vanishes from Git: a snapshot that holds only what changes takes the rest of the mesh down. An object that is protected from pruning stays, and nobody looks after it.",
    fix: "Keep every phase complete. What is to go leaves in a clean-up phase, by hand, or as the page of DEL004 says. What begins in a later phase is a warning: walking back deletes it, or leaves it to people, with the command in PHASE.md.",
    citations: [argoAutoSync, fluxKustomization],
  },
  DEL008: {
    severity: "error",
    says: "A Kustomization or a HelmRelease of Flux depends on itself by way of others, on one spelt nearly as one of these, that a step takes away, or (istiod) on ztunnel; a warning for one that is not among the manifests, and for a mesh part that comes with or before what it needs where others wait.",
    why: "Flux applies an object once all that it depends on is ready. In a circle nothing ever is, and what does not exist never becomes so; the rest of the repository goes on as if nothing was wrong.",
    fix: "Correct the name or the namespace, or take the dependency that closes the circle away.",
    citations: ["Flux, Kustomization, dependencies: https://fluxcd.io/flux/components/kustomize/kustomizations/"],
  },
  DEL009: {
    severity: "error",
    says: "A Kustomization of Flux with targetNamespace applies a mesh whose objects say different namespaces, or a Gateway that others name where it was.",
    why: "Flux writes targetNamespace over the namespace of every object and renames the Namespaces themselves: waypoints, routes and policies end up away from what they belong to.",
    fix: "Leave targetNamespace out, or split the folder by namespace.",
    citations: ["Flux, Kustomization, target namespace: https://fluxcd.io/flux/components/kustomize/kustomizations/"],
  },
  DEL010: {
    severity: "error",
    says: "In a step, a ServiceAccount, its last binding, or a role that is still bound goes away while a Job that runs with it stays; a warning for a PreSync Job whose account, bindings or files come with the sync.",
    why: "The Job controller can make no pod for an account that is not there, and a gate that may not ask what it waits for never passes: the sync stands still behind it.",
    fix: "Take the Job away in the same step, or keep what it runs with until then.",
    citations: [
      "Kubernetes, Service Accounts: https://kubernetes.io/docs/concepts/security/service-accounts/",
      "Kubernetes, Using RBAC Authorization: https://kubernetes.io/docs/reference/access-authn-authz/rbac/",
    ],
  },
} satisfies Record<string, RuleDoc>;
