import { distribution as findDistribution } from "../../catalog/lookup";
import { distributionNames } from "../../catalog/types";
import type { Finding } from "../../findings/finding";
import { textAt } from "../../objects/object-paths";
import { pairs } from "../changed";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule, type Step } from "../rule";
import { chartIn, operatorChart } from "../versions/charts";

const owners = distributionNames.map((name) => findDistribution(name));

export const sub003: Rule = {
  id: "SUB003",
  step: (step) => {
    // What phases of ours do with the operator is planned.
    if (step.kind !== undefined) return [];
    const installed = otherOperator(step);
    return installed.length > 0 ? installed : [...otherSource(step), ...otherCatalog(step), ...otherHome(step)];
  },
};

/** Who brings the operator: OLM with a package, or Helm. */
interface Installed {
  readonly one: CheckedObject;
  readonly at: readonly (string | number)[];
  /** As a message names it. */
  readonly what: string;
}

function installedBy(set: ManifestSet): readonly Installed[] {
  const chart = chartIn(set);
  return [
    ...subscriptionsOf(set).map((one) => {
      const name = packageOf(one);
      const title = owners.find((owner) => owner.package === name)?.title;
      return { one, at: ["spec", "name"], what: `package ${name} of OLM (${title})` };
    }),
    ...(chart ? [{ one: chart.one, at: chart.at.slice(0, -1), what: "Helm chart sail-operator (Sail Operator)" }] : []),
  ];
}

/** Nothing of what installed the operator before is left, and something else does now. */
function otherOperator({ before, after }: Step): readonly Finding[] {
  const [was, is] = [installedBy(before), installedBy(after)];
  const [old] = was;
  const [now] = is;
  if (!old || !now || is.some(({ what }) => was.some((one) => one.what === what))) return [];
  return [
    about("SUB003", now.one, {
      at: now.at,
      message: `the operator comes from ${old.what} before this step and from ${now.what} after it: both bring the same CRDs, and until the old one is gone two operators may reconcile one mesh`,
      hint: "Take the old operator away in a step of its own, with its CRDs left in place, and see that it is gone before the new one comes.",
    }),
  ];
}

/** The same package, from another catalogue. */
function otherSource(step: Step): readonly Finding[] {
  return pairs(step, subscriptionsOf).flatMap(({ before, after }) => {
    const changed = ["source", "sourceNamespace"].flatMap((key) => {
      const [from, to] = [before, after].map(({ object }) => textAt(object, "spec", key) ?? "");
      return from === to ? [] : [{ key, from, to }];
    });
    const [first] = changed;
    if (!first) return [];
    const moves = changed.map(({ key, from, to }) => `${key} from ${from || "nothing"} to ${to || "nothing"}`);
    return [
      about("SUB003", after, {
        at: ["spec", first.key],
        severity: "warning",
        message: `the operator's catalogue changes, ${moves.join(" and ")}: its channels and its images are those of somebody else`,
      }),
    ];
  });
}

/** A catalogue that the operator comes from becomes another one under its name. */
function otherCatalog(step: Step): readonly Finding[] {
  const used = new Set(subscriptionsOf(step.after).map(({ object }) => textAt(object, "spec", "source")));
  return pairs(step, (set) => objectsOf(set, "operators.coreos.com", "CatalogSource")).flatMap(({ before, after }) => {
    if (!used.has(after.object.metadata.name)) return [];
    const words = [
      { key: "image", read: repository },
      { key: "address", read: (text: string) => text },
      { key: "publisher", read: (text: string) => text },
    ].flatMap(({ key, read }) => {
      const [from, to] = [before, after].map(({ object }) => read(textAt(object, "spec", key) ?? ""));
      return from === to ? [] : [{ key, text: `${key} from ${from || "nothing"} to ${to || "nothing"}` }];
    });
    const [first] = words;
    if (!first) return [];
    return [
      about("SUB003", after, {
        at: ["spec", first.key],
        severity: "warning",
        message: `the catalogue of the operator becomes another one, ${words.map(({ text }) => text).join(" and ")}: what OLM offers next is somebody else's`,
      }),
    ];
  });
}

/** The same chart under another name, or elsewhere: for Helm another installation. */
function otherHome(step: Step): readonly Finding[] {
  return pairs(step, (set) =>
    objectsOf(set, "helm.toolkit.fluxcd.io", "HelmRelease").filter(({ object }) => operatorChart(object)),
  ).flatMap(({ before, after }) =>
    ["targetNamespace", "releaseName", "storageNamespace"].flatMap((key) => {
      const [from, to] = [before, after].map(({ object }) => textAt(object, "spec", key) ?? "");
      if (from === to) return [];
      return [
        about("SUB003", after, {
          at: ["spec", key],
          severity: "warning",
          message: `${key} goes from ${from || "nothing"} to ${to || "nothing"}: Flux takes the operator away and installs it anew, and nobody reconciles the mesh meanwhile`,
        }),
      ];
    }),
  );
}

/** `quay.io/operatorhubio/catalog`, without tag and digest. */
function repository(image: string): string {
  return image.replace(/@sha256:.*$/, "").replace(/:[^/:]*$/, "");
}

function subscriptionsOf(set: ManifestSet): readonly CheckedObject[] {
  return objectsOf(set, "operators.coreos.com", "Subscription").filter((one) =>
    owners.some((owner) => owner.package === packageOf(one)),
  );
}

function packageOf({ object }: CheckedObject): string {
  return textAt(object, "spec", "name") ?? "";
}
