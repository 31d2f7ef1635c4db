import * as z from "zod/mini";
import type { KubernetesObject } from "../../../mesh/mesh";
import { withoutNulls } from "../../../mesh/null-values";
import type { LabelSelector } from "../../../mesh/schema";
import { labelSelectorSchema } from "../../../mesh/schema/parts";
import { mapAt, type Values } from "../../../mesh/settings/setting";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import type { Found } from "../input/found";

/** Where parts of a mesh run that do not say it. */
export const defaultNamespaces = { cni: "istio-cni", ztunnel: "ztunnel", controlPlane: "istio-system" };

/** The API allows one, named default; of several it is the one that counts, the others show in the comparison. */
export function singleton(found: readonly Found[]): Found | undefined {
  return found.find(({ object }) => object.metadata.name === "default") ?? found[0];
}

export function podNamespace(found: Found | undefined, standard: string): string {
  return textAt(found?.object, "spec", "namespace") ?? standard;
}

export function valuesOf(object: KubernetesObject): Readonly<Record<string, unknown>> {
  return withoutNulls(object.kind, mapAt(object, "spec", "values"));
}

/** The discovery selectors, when they are such that mesh.yaml can hold them. */
export function selectorsOf(values: Values): readonly LabelSelector[] | undefined {
  const result = z.safeParse(z.array(labelSelectorSchema), mapAt(values, "meshConfig")["discoverySelectors"]);
  return result.success && result.data.length > 0 && result.data.every(isComplete) ? result.data : undefined;
}

/** Mesh files are held to what the API server says of label selectors; nobody checks those in Helm values. */
function isComplete({ matchExpressions = [] }: LabelSelector): boolean {
  return matchExpressions.every(({ operator, values = [] }) => operator.endsWith("In") === values.length > 0);
}

/** The labels of Namespaces that the discovery selectors of an Istio object look at. @param values of that */
export function selectedLabels(values: unknown): ReadonlySet<string> {
  const selectors = listAt(values, "meshConfig", "discoverySelectors");
  return new Set(
    selectors.flatMap((one) => [
      ...Object.keys(Object(valueAt(one, "matchLabels"))),
      ...listAt(one, "matchExpressions").flatMap((each) => textAt(each, "key") ?? []),
    ]),
  );
}
