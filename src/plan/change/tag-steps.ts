import type { Between, ChangeStep } from "./step";

/** Revision tags that are new: a namespace that asks for one which is not there gets no sidecars. */
export function tagStep({ now: { mesh: now }, after }: Between): ChangeStep | undefined {
  const fresh = after.revisionTags.filter(({ name }) => !now.revisionTags.some((one) => one.name === name));
  if (fresh.length === 0) return undefined;
  return {
    name: "revision-tags",
    title: `Revision tags that are new: ${fresh.map(({ name }) => name).join(", ")}`,
    why: "A tag is there, and points at the revision that runs, before a namespace asks for it.",
    disruption: "None: nothing asks for it yet.",
    changes: fresh.map(({ name }) => `IstioRevisionTag/${name} added`),
    mesh: { ...now, revisionTags: [...now.revisionTags, ...fresh] },
  };
}
