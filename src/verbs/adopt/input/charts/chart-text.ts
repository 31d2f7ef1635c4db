import { type KubernetesObject, kindOf } from "../../../../objects/kubernetes-object";
import { readManifests } from "../../../../source/manifests";
import type { BuiltText } from "../programs";

/** A part of what Helm printed, and the template that it comes from, by its path below the chart. */
export interface ChartPart {
  readonly text: string;
  readonly template: string | undefined;
}

/** What Helm printed, in the parts between its lines of dashes. */
export function partsOf(text: string): readonly ChartPart[] {
  return text.split(/^---\s*$/m).map((part) => ({
    text: part,
    template: /^# Source: [^/\n]+\/(.+?)\s*$/m.exec(part)?.[1],
  }));
}

/** The objects in what a tool printed; what is none is told where that is read. */
export function objectsIn({ name, text }: Pick<BuiltText, "name" | "text">): readonly KubernetesObject[] {
  const io = { cwd: "/", texts: new Map([[name, text]]) };
  return [...readManifests([name], io, { onSkipped: () => undefined })].map(({ object }) => object);
}

/** An object within a chart: the namespace is often given to it later. */
export function nameIn(object: KubernetesObject): string {
  return `${kindOf(object)} ${object.metadata.name}`;
}
