import type { RuleDoc } from "./doc";

const structural =
  "Kubernetes, CustomResourceDefinitions: validation, pruning and defaulting: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/";
const sources =
  "The CRDs of every operator release, of Istio 1.30.3, Gateway API 1.4.1 (standard channel), Argo CD 3.5.3 and Flux 2.6 to 2.10, as they ship with meshstep";

export const schemaRules = {
  SCH001: {
    severity: "error",
    says: "A value breaks the schema of its kind (type, allowed words, format, pattern, bounds, a CEL rule), or a field changes that cannot be changed.",
    why: "The API server refuses the object: the sync stops there, and what comes after it is never applied.",
    fix: "Write a value that the schema takes. Sail kinds are held against the operator release in force, Istio's and Gateway API's against the releases named below; CRDs of your own are given with --crds.",
    citations: [structural, sources],
  },
  SCH002: {
    severity: "error",
    says: "An object of Istio or Gateway API has a field that its kind does not know; a warning where a newer release may have it, or where the version of the API is not served.",
    why: "The API server drops the field without a word: a route or a policy then says less than what was reviewed, and Argo CD may stay OutOfSync.",
    fix: "Correct the name. If the cluster has newer CRDs, give them with --crds.",
    citations: [structural, sources],
  },
  SCH003: {
    severity: "error",
    says: "An API group of Sail or Istio has no such kind, or a kind of theirs or of Flux stands under another group; a warning for kinds of OpenShift Service Mesh 2, but where both generations run for a migration.",
    why: "The API server knows no such resource: the sync fails, or the file is passed over, and a part of the mesh is never there.",
    fix: "Correct kind or apiVersion. Sail's kinds are of sailoperator.io; operator.istio.io was their group before the first release.",
    citations: ["Sail Operator, API reference: sailoperator.io", structural],
  },
  SCH004: {
    severity: "error",
    says: "A name or a label is not of the form that the API server takes, or values make an object that it refuses.",
    why: "No CRD holds these rules, so that nothing says them before the sync does: it stops at the object, and what comes after it is never applied.",
    fix: "Write a name or a label of the form that the message shows; keep minReplicas at or below maxReplicas, and requests at or below limits.",
    citations: [
      "Kubernetes, Object Names and IDs: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
      "Kubernetes, Labels and Selectors: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/",
    ],
  },
  SCH005: {
    severity: "error",
    says: "A document cannot be read: it is no YAML or JSON, or the API server would not take it for an object. Listed with -o json; elsewhere it is told beside the findings, and check ends with 2.",
    why: "Nothing of it is applied, and a sync stops at it. Nothing is known of what it holds, so what seems to be missing is not judged until it is mended.",
    fix: "Mend what the message names: an indentation, a key that stands twice, a label or an annotation without quotes.",
    citations: [
      "YAML 1.2.2, the specification: https://yaml.org/spec/1.2.2/",
      "Kubernetes, Objects in Kubernetes: https://kubernetes.io/docs/concepts/overview/working-with-objects/",
    ],
  },
} satisfies Record<string, RuleDoc>;
