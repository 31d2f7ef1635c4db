import { firstFew } from "../../../../basics/first-few";
import { canonicalJson } from "../../../../objects/canonical-json";
import { apiGroup, type KubernetesObject } from "../../../../objects/kubernetes-object";
import { kubernetesEnds } from "../../../../platform/windows";
import { manifestYaml } from "../../../../snapshot/manifest-yaml";
import type { Built, BuiltText, Unsure } from "../programs";
import { type Asks, askedIn, asksOf, unanswered } from "./asks";
import type { ChartBuild } from "./build-choices";
import { nameIn, objectsIn, partsOf } from "./chart-text";
import type { ChartTexts } from "./chart-texts";

/** A question that a chart asks, and the flags by which Helm gives another answer than it gives by itself. */
interface Question {
  readonly flags: readonly (readonly string[])[];
  readonly by: string;
}

/**
 * What Helm made of a chart, with the objects that another answer to its questions changes or brings.
 * @param run Helm once more, with flags
 */
export function withUnsure(
  built: BuiltText,
  { asks, texts, build }: { readonly asks: Asks; readonly texts: ChartTexts; readonly build: ChartBuild },
  run: (flags: readonly string[]) => Built,
): BuiltText {
  const questions = questionsOf(asks, build);
  const objects = questions.length > 0 ? objectsIn(built) : [];
  const unsure: Unsure[] = [];
  const brought = new Map<string, KubernetesObject>();
  for (const { flags, by } of questions) {
    const names = new Set<string>();
    for (const each of flags) {
      const other = run(each);
      if (!("text" in other)) continue;
      for (const one of differing(objects, objectsIn(other))) {
        names.add(nameIn(one));
        if (!objects.some((own) => nameIn(own) === nameIn(one))) brought.set(nameIn(one), one);
      }
    }
    if (names.size > 0) unsure.push({ names, by });
  }
  unsure.push(...unansweredIn(built, texts, build));
  if (unsure.length === 0) return built;
  const more = [...brought.values()].map((one) => `\n---\n${manifestYaml(one)}`).join("");
  return { ...built, text: `${built.text}${more}`, unsure };
}

/**
 * The same of what kustomize had Helm render: whoever builds it so has no cluster either, so that only chance and the moment are open.
 * @param run the same once more
 */
export function unsureOfBuild(built: BuiltText, texts: ChartTexts, run: () => Built): BuiltText {
  const other = asksOf(texts).chance ? run() : built;
  const objects = objectsIn(built);
  const chance = "text" in other && other !== built ? differing(objects, objectsIn(other)) : [];
  const asking = askedIn(texts, unanswered.moment);
  const unsure = [
    { names: new Set(chance.map(nameIn)), by: byChance },
    {
      names: new Set(asking.length > 0 ? objects.map(nameIn) : []),
      by: `when it is built (now in ${firstFew(asking)})`,
    },
  ].filter(({ names }) => names.size > 0);
  return unsure.length > 0 ? { ...built, unsure } : built;
}

const byChance = "chance: what its templates make up is another one at every build";

function questionsOf({ apis = [], kubeVersion, upgrade, chance }: Asks, build: ChartBuild): readonly Question[] {
  const { min, max } = kubernetesEnds();
  // Those of the operator are there.
  const open = apis.filter((one) => !one.startsWith("sailoperator.io/"));
  const ends = [min, ...(max === undefined ? [] : [max])].map((minor) => ["--kube-version", `${minor}.0`]);
  return [
    ...(open.length > 0 && build.apiVersions === undefined
      ? [{ flags: [withApis(open)], by: `the APIs that the cluster has (${firstFew(open)})` }]
      : []),
    ...(kubeVersion && build.kubeVersion === undefined
      ? [{ flags: ends, by: "the version of Kubernetes (.Capabilities.KubeVersion)" }]
      : []),
    // Argo CD has everything built as for the first time.
    ...(upgrade && build.by !== "argocd"
      ? [
          {
            flags: [["--is-upgrade"]],
            by: "whether it is installed or upgraded (.Release.IsUpgrade, .Release.IsInstall)",
          },
        ]
      : []),
    ...(chance ? [{ flags: [[]], by: byChance }] : []),
  ];
}

/** The flags that have Helm take APIs to be there. */
export function withApis(apis: readonly string[]): readonly string[] {
  return apis.flatMap((one) => ["--api-versions", one]);
}

/** Those that are in one of two builds alone, or differ; all of the first build, where both have them. */
function differing(own: readonly KubernetesObject[], others: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const textsOf = (all: readonly KubernetesObject[]) => new Set(all.map(canonicalJson));
  const [ownTexts, otherTexts] = [textsOf(own), textsOf(others)];
  return [
    ...own.filter((one) => !otherTexts.has(canonicalJson(one))),
    ...others.filter((one) => !ownTexts.has(canonicalJson(one))),
  ];
}

/** What stands in templates that ask for what no build answers. Of an operator's object that is not made for that, all others of it are no whole mesh. */
function unansweredIn(built: BuiltText, texts: ChartTexts, { by }: ChartBuild): readonly Unsure[] {
  const asked = [
    // Argo CD builds without a cluster as well.
    ...(by === "argocd" ? [] : [{ what: unanswered.cluster, by: "what stands in the cluster", word: "lookup" }]),
    { what: unanswered.moment, by: "when it is built", word: "now" },
  ];
  return asked.flatMap((one): readonly Unsure[] => {
    const templates = askedIn(texts, one.what);
    if (templates.length === 0) return [];
    const tails = new Set(templates.map(tailOf));
    const parts = partsOf(built.text).filter(({ template }) => template !== undefined && tails.has(tailOf(template)));
    const made = parts.flatMap(({ text }) => objectsIn({ name: built.name, text }));
    const isEmpty = templates.some(
      (template) =>
        texts.get(template)?.includes("sailoperator.io/") &&
        !parts.some((part) => part.template !== undefined && tailOf(part.template) === tailOf(template)),
    );
    const rest = isEmpty ? objectsIn(built).filter((each) => apiGroup(each) === "sailoperator.io") : [];
    const names = new Set([...made, ...rest].map(nameIn));
    return names.size > 0 ? [{ names, by: `${one.by} (${one.word} in ${firstFew(templates)})` }] : [];
  });
}

/** The path of a template within its chart: one that is brought along may have another name there. */
function tailOf(template: string): string {
  return template.replace(/^(?:charts\/[^/]+\/)+/, "");
}
