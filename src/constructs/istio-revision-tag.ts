import type { Construct } from "constructs";
import { letGoMark } from "../mesh/labels";
import { argoSyncOptions } from "../order/argocd/annotations";
import { LiteralObject } from "./literal-object";

/**
 * Which revision a tag points at.
 * @example const props: IstioRevisionTagProps = { name: "stable", revision: "default-v1-28-5" };
 */
export interface IstioRevisionTagProps {
  /** What namespaces put into `istio.io/rev`. @example "stable" */
  readonly name: string;
  /** The IstioRevision, by its name: a tag that follows Istio moves before the new revision is ready. @example "default-v1-28-5" */
  readonly revision: string;
  /** Whether it only keeps its revision, and engines may delete it when it leaves Git. @default false */
  readonly hold?: boolean;
}

/**
 * `IstioRevisionTag` of `sailoperator.io/v1`, cluster-scoped: a name for a revision that namespaces can follow.
 *
 * @see https://github.com/istio-ecosystem/sail-operator/blob/main/docs/api-reference/sailoperator.io.md
 * @example new IstioRevisionTag(chart, "stable", { name: "stable", revision: "default-v1-28-5" });
 */
export class IstioRevisionTag extends LiteralObject {
  constructor(scope: Construct, id: string, { name, revision, hold = false }: IstioRevisionTagProps) {
    super(scope, id, {
      apiVersion: "sailoperator.io/v1",
      kind: "IstioRevisionTag",
      clusterScoped: true,
      prunable: hold,
      metadata: {
        name,
        ...(hold && { annotations: { [letGoMark]: "true", [argoSyncOptions]: "SkipDryRunOnMissingResource=true" } }),
      },
      body: { spec: { targetRef: { kind: "IstioRevision", name: revision } } },
    });
  }
}
