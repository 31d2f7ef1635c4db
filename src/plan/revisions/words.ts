import { cniRestart } from "../disruption";
import type { PhaseWords } from "../in-place/draft";
import type { Overtaking } from "./overtaking";

export type Words = PhaseWords & { readonly changes: readonly string[] };

/** The old revision is kept before anything could delete it. */
export function holdWords(tag: string, revision: string): Words {
  return {
    title: `Hold ${revision}`,
    why: `The operator deletes a revision as soon as Istio asks for another one and nothing uses it, within milliseconds and whatever its grace period says. A revision tag of meshstep's own, ${tag}, keeps ${revision} until clean-up, through every phase and back. It has to be there, and counted as a use, before the version moves: in the same commit it comes too late.`,
    disruption: "None: no namespace asks for the tag.",
    changes: [`IstioRevisionTag/${tag} -> IstioRevision/${revision}`],
  };
}

/** istio-csr gets to know a revision that is not there yet. */
export function listedWords(revision: string): Words {
  return {
    title: `istio-csr knows ${revision}`,
    why: `istio-csr has cert-manager issue the certificate that istiod serves with, with a name for each revision in its list. A proxy of ${revision} would refuse an istiod whose certificate does not name it, so the list comes first, by hand, and the next phase does not begin before the certificate is issued. The old revision stays in it until the end.`,
    disruption: "None: istiod takes the new certificate up without a restart, and it still has the names that it had.",
    changes: [],
  };
}

/** The old revision is out of the list, as the last thing of all. */
export function unlistedWords(revision: string): Words {
  return {
    title: `istio-csr forgets ${revision}`,
    why: `Nothing is left of ${revision}: its name leaves the list of istio-csr, and with that the certificate. Done earlier, whoever was still connected to it, or went back to it, would have refused it.`,
    disruption: "None: nobody looks for that name any more.",
    changes: [],
  };
}

/** Two control planes side by side. */
export function besideWords(
  istio: string,
  [from, to]: readonly [string, string],
  revisions: readonly [string, string],
): Words {
  return {
    title: `Control plane ${to} beside ${from}`,
    why: `The operator makes revision ${revisions[1]} with an istiod of its own. Every proxy stays with ${revisions[0]}, and nothing asks for the new one yet.`,
    disruption: `None for traffic. Two control planes need room: as many pods of istiod again, with their requests and autoscalers, until clean-up. The webhook of each validates those Istio objects only that are labelled with its revision; objects without the label are validated where a tag is called default, by the istiod that it points at, and else by nobody.`,
    changes: [`Istio/${istio} spec.version ${from} -> ${to}`],
  };
}

/** The CNI plugin serves the proxies of both control planes. */
export function cniWords(
  [was, is]: readonly [string, string],
  [from, to]: readonly [string, string],
  farFrom: readonly string[],
): Words {
  const between =
    is === to ? "" : ` From ${from} to ${to} are two, so it stops at ${is} until no proxy of ${from} is left.`;
  const far =
    farFrom.length === 0
      ? ""
      : ` From proxies of ${farFrom.join(" and ")} it goes further away than that, by the jump that was accepted.`;
  return {
    title: `CNI ${is}`,
    why: `The CNI plugin talks to no istiod. It may stand one minor on either side of every control plane that has proxies.${between}${far}`,
    disruption: cniRestart,
    changes: [`IstioCNI/default spec.version ${was} -> ${is}`],
  };
}

/** A tag begins to point at the new revision. */
export function tagWords(
  tag: string,
  [from, to]: readonly [string, string],
  version: string,
  followers: readonly string[],
  ahead: Overtaking | undefined,
): Words {
  const who =
    followers.length > 0
      ? `The pods of ${followers.join(", ")}, which follow it,`
      : "No namespace follows it; pods that do";
  return {
    title: `Tag ${tag} to ${to}`,
    why: `${who} keep their sidecars and their control plane until they restart, which is a phase of its own. Tags are moved one at a time, and only to a revision that is ready.`,
    disruption: [
      `None by itself. A pod ${followers.length > 0 ? `of ${followers.join(", ")}` : "of whoever follows it"} that starts from here on (deployed anew, evicted, added by an autoscaler) gets the proxy of ${version}.`,
      ...(ahead ? [overtakingWords(tag, ahead)] : []),
    ].join(" "),
    changes: [`IstioRevisionTag/${tag} spec.targetRef ${from} -> ${to}`],
  };
}

/** The order of cohorts holds for pods that run. */
function overtakingWords(tag: string, { namespaces, number, waiting, gateways }: Overtaking): string {
  const why =
    gateways.length > 0
      ? `${tag} moves for the gateways of ${gateways.join(", ")}, which come before all workloads`
      : "they follow the same tag";
  return `So pods of ${namespaces.join(", ")} can run it before cohort ${number} (${waiting.join(", ")}) does, which mesh.yaml puts before them: ${why}.`;
}

/** Namespaces ask for the new revision, and their pods restart. */
export function cohortWords(
  title: string,
  namespaces: readonly string[],
  [from, to]: readonly [string, string],
  version: string,
  isLast: boolean,
): Words {
  const all = namespaces.join(", ");
  return {
    title,
    why: `The labels of ${all} ask for ${to}, and nothing else changes there. What runs stays with ${from} until it restarts; the gates ask that every proxy has come to ${version}${isLast ? ". It is the last cohort: all others have moved." : " before anybody else moves."}`,
    disruption: `Every workload of ${all} restarts, within its own rollout strategy and disruption budget. Other namespaces are left alone. A CronJob takes the new sidecar at its next run; what a restart does not reach is named.`,
    changes: namespaces.map((name) => `Namespace/${name} metadata.labels["istio.io/rev"] ${from} -> ${to}`),
  };
}

/** Pods of namespaces whose tag has moved restart. */
export function restartWords(title: string, namespaces: readonly string[], version: string, isLast: boolean): Words {
  const all = namespaces.join(", ");
  return {
    title,
    why: `The tag, or the label, of ${all} points at the revision of ${version} already. Sidecars are injected when a pod starts: only a restart brings them to ${version}.${isLast ? " It is the last cohort: all others have moved." : ""}`,
    disruption: `Every workload of ${all} restarts, within its own rollout strategy and disruption budget. Other namespaces are left alone.`,
    changes: [],
  };
}

/** The old revision goes. */
export function cleanUpWords(tag: string, revision: string): Words {
  return {
    title: `Let go of ${revision}`,
    why: `Nothing uses ${revision} any more, which the phase before has asked for. Without the tag that holds it the operator deletes it after its grace period: its IstioRevision, istiod, Service and webhooks.`,
    disruption: "None: no proxy is connected to it. From here on there is no way back to it.",
    changes: [`IstioRevisionTag/${tag} removed`],
  };
}

/** The old revision goes, and nothing of ours has kept it. */
export function unheldWords(revision: string): Words {
  return {
    title: `${revision} is gone`,
    why: `Nothing uses ${revision} any more, which the phase before has asked for, and nothing holds it: the operator deletes it by itself after its grace period, and may have done so. This phase waits until its IstioRevision, istiod, Service and webhooks are gone.`,
    disruption: "None: no proxy is connected to it. From here on there is no way back to it.",
    changes: [],
  };
}

/** Istio asks for the old revision again. */
export function withdrawWords(
  istio: string,
  [from, to]: readonly [string, string],
  revisions: readonly [string, string],
): Words {
  return {
    title: `Control plane ${to} alone`,
    why: `Everybody is back at ${revisions[1]}, which the phase before has asked for, and Istio asks for it again, with the values that it has in mesh.yaml: where those came with ${from}, it rolls. The operator deletes ${revisions[0]}, which nothing uses, after its grace period.`,
    disruption: `None: no proxy is connected to ${revisions[0]}.`,
    changes: [`Istio/${istio} spec.version ${from} -> ${to}`],
  };
}

/** A hold on what Istio asks for. */
export function releaseWords(tag: string, revision: string): Words {
  return {
    title: `No hold on ${revision}`,
    why: `Istio asks for ${revision}, so the operator keeps it, and the tag that holds it is not needed any more.`,
    disruption: "None: no namespace asks for the tag.",
    changes: [`IstioRevisionTag/${tag} removed`],
  };
}
