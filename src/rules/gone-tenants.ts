import { grouped } from "../basics/grouped";
import { oncePer } from "../basics/once-per";
import type { Finding } from "../findings/finding";
import { apiGroup, kindOf } from "../objects/kubernetes-object";
import { changedObjects } from "./changed";
import { applyingEngine } from "./engines/applying-engine";
import { outlivesItsManifest } from "./engines/protection";
import { appliedBy } from "./engines/readers";
import { holdsParts } from "./mesh-namespaces";
import { about, type CheckedObject, type Step } from "./rule";

/** A namespace that goes in a step with all that is in it. */
interface GoneTenant {
  readonly namespace: CheckedObject;
  readonly members: readonly CheckedObject[];
}

/**
 * Namespaces that go whole, in trees that are no phases of ours: a tenant leaves. What each of their objects did, nobody is left to miss; what refers to them from
 * elsewhere, other rules say.
 */
const tenantsOf = oncePer((step: Step): readonly GoneTenant[] => {
  if (step.kind !== undefined) return [];
  const homeOf = ({ object: { metadata } }: CheckedObject) => metadata.namespace;
  const gone = changedObjects(step).flatMap(({ before, after }) => (before && !after ? [before] : []));
  const namespaces = gone.filter(({ object }) => kindOf(object) === "/Namespace");
  if (namespaces.length === 0) return [];
  const members = grouped(gone, homeOf);
  const left = new Set(step.after.objects.map(homeOf));
  return namespaces.flatMap((namespace) => {
    const { name } = namespace.object.metadata;
    const own = members.get(name) ?? [];
    const isWhole = own.length > 0 && !left.has(name) && !holdsParts(step.before, name);
    return isWhole ? [{ namespace, members: own }] : [];
  });
});

/** What goes with them: what was in them, and who applied nothing else. */
export const withTenants = oncePer((step: Step): ReadonlySet<CheckedObject> => {
  const members = new Set(tenantsOf(step).flatMap((one) => [one.namespace, ...one.members]));
  if (members.size === 0) return members;
  const isFor = (by: CheckedObject) => {
    const applied = appliedBy(step.before, by);
    return applied.length > 0 && applied.every((one) => members.has(one));
  };
  const engines = step.before.objects.filter((one) => /^(argoproj\.io|kustomize\.toolkit)/.test(apiGroup(one.object)));
  return new Set([...members, ...engines.filter(isFor)]);
});

/** One word for each of them (SNAP002). */
export function goneTenants(step: Step): readonly Finding[] {
  return tenantsOf(step).map(({ namespace, members }) => {
    const { name } = namespace.object.metadata;
    const stays = outlivesItsManifest(namespace.object, applyingEngine(step.before, namespace));
    const end = stays ? "; its annotations keep the Namespace itself in the cluster, where nobody looks after it" : "";
    return about("SNAP002", namespace, {
      severity: "warning",
      message: `Namespace ${name} goes with all that is in it (${members.length} objects)${end}`,
      hint: "Where a tenant leaves, that is all. Where it is applied from elsewhere from now on, let that adopt it first.",
    });
  });
}
