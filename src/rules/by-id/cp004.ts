import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { strayedIstiods } from "../charts/istiod-namespace";
import { misspeltEnv } from "../istiod-env";
import { objectsOf, podNamespace, sailObjects } from "../objects";
import { areRanges } from "../policies/ip-ranges";
import { revisionOf } from "../revisions";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { slipOf } from "../slips";

const values = ["spec", "values"];

export const cp004: Rule = {
  id: "CP004",
  state: (set) => [
    ...sailObjects(set, ["Istio", "IstioRevision"]).flatMap((one) => [
      ...shares(one),
      ...providers(one),
      ...defaultProviders(one),
      ...texts(one),
      ...revisions(one),
      ...misspeltEnv(one),
      ...rootNamespace(set, one),
    ]),
    ...strayedIstiods(set),
  ],
};

/** Policies for the whole mesh stand there, where istiod alone looks for them. */
function rootNamespace(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const at = [...values, "meshConfig", "rootNamespace"];
  const root = textAt(one.object, ...at);
  const names = [...objectsOf(set, "", "Namespace").map(({ object }) => object.metadata.name), podNamespace(one)];
  if (root === undefined || names.includes(root)) return [];
  const near = slipOf(root, names);
  if (near === undefined) return [];
  const message = `meshConfig.rootNamespace is ${root}, which is none of these namespaces: policies for the whole mesh have no effect`;
  return [about("CP004", one, { at, message, hint: `Did you mean ${near}?`, fix: [{ at, value: near }] })];
}

/** Where a share in percent of all requests may stand. */
const percents = [
  ["pilot", "traceSampling"],
  ["meshConfig", "defaultConfig", "tracing", "sampling"],
];

function shares(one: CheckedObject): readonly Finding[] {
  return percents.flatMap((path) => {
    const at = [...values, ...path];
    const share = valueAt(one.object, ...at);
    if (typeof share !== "number" || (share >= 0 && share <= 100)) return [];
    return [about("CP004", one, { at, message: `${path.join(".")} is ${share}: it is a share in percent, 0 to 100` })];
  });
}

/** What istiod brings without being asked. */
const builtIn = ["prometheus", "stackdriver", "envoy"];

function defaultProviders(one: CheckedObject): readonly Finding[] {
  const path = [...values, "meshConfig"];
  const names = [
    ...builtIn,
    ...listAt(one.object, ...path, "extensionProviders").flatMap((provider) => textAt(provider, "name") ?? []),
  ];
  return ["tracing", "metrics", "accessLogging"].flatMap((kind) =>
    listAt(one.object, ...path, "defaultProviders", kind).flatMap((name, index) => {
      if (names.includes(wordOf(name))) return [];
      const near = nearest(wordOf(name), names);
      return [
        about("CP004", one, {
          at: [...path, "defaultProviders", kind, index],
          message: `the mesh has no extension provider ${name}: nothing is sent to it`,
          hint: near === undefined ? "Add it to meshConfig.extensionProviders." : `Did you mean ${near}?`,
        }),
      ];
    }),
  );
}

/** Texts that the CRD takes in any form, and what they have to be. */
const forms: readonly {
  readonly path: readonly string[];
  readonly isGood: (text: string) => boolean;
  readonly wanted: string;
}[] = [
  {
    path: ["meshConfig", "trustDomain"],
    isGood: (text) => /^[a-z0-9]([-a-z0-9._]*[a-z0-9])?$/i.test(text),
    wanted: "a trust domain is a name like one of DNS, without spiffe:// and without slashes",
  },
  {
    path: ["global", "caAddress"],
    isGood: (text) => /:\d+$/.test(text),
    wanted: "the address of a CA has a port behind it, HOST:PORT",
  },
  {
    path: ["global", "logging", "level"],
    isGood: (text) =>
      text.split(",").every((part) => /^\s*([\w-]+:)?(none|fatal|error|warn|info|debug)\s*$/.test(part)),
    wanted: "levels are none, error, warn, info and debug, each behind a scope and a colon",
  },
  ...["includeIPRanges", "excludeIPRanges"].map((key) => ({
    path: ["global", "proxy", key],
    isGood: (text: string) => areRanges(text),
    wanted: "IP ranges are written 10.0.0.0/8, with commas between them",
  })),
];

function texts(one: CheckedObject): readonly Finding[] {
  return forms.flatMap(({ path, isGood, wanted }) => {
    const at = [...values, ...path];
    const text = textAt(one.object, ...at);
    if (text === undefined || text === "" || /[{$<]/.test(text) || isGood(text)) return [];
    return [about("CP004", one, { at, message: `${path.join(".")} is ${text}: ${wanted}` })];
  });
}

/** The operator calls revisions itself, and writes over what values say of it. */
function revisions(one: CheckedObject): readonly Finding[] {
  const at = [...values, "revision"];
  const revision = textAt(one.object, ...at);
  if (one.object.kind !== "Istio" || !revision || revision === revisionOf(one)) return [];
  const message = `values.revision is ${revision}, and the operator writes ${revisionOf(one)} over it: nothing is ever called ${revision}`;
  return [
    about("CP004", one, {
      at,
      severity: "warning",
      message,
      hint: "Name the Istio so, or add an IstioRevisionTag of that name.",
    }),
  ];
}

function providers(one: CheckedObject): readonly Finding[] {
  const path = [...values, "meshConfig", "extensionProviders"];
  const list = listAt(one.object, ...path);
  const names = list.map((provider) => textAt(provider, "name"));
  return list.flatMap((provider, index) => {
    const at = [...path, index];
    const name = names[index];
    if (name === undefined || name === "") {
      return [
        about("CP004", one, {
          at,
          message: "an extension provider without a name: istiod takes none of the mesh configuration",
        }),
      ];
    }
    if (names.indexOf(name) !== index) {
      const message = `two extension providers are called ${name}: istiod takes none of the mesh configuration`;
      return [about("CP004", one, { at: [...at, "name"], message })];
    }
    const kind = Object.keys(Object(provider)).find((key) => key !== "name");
    const service = kind === undefined ? undefined : textAt(provider, kind, "service");
    if (service !== undefined && !/[./]/.test(service)) {
      const message = `extension provider ${name} names the Service ${service} without its namespace: istiod does not find it`;
      const hint = `Write ${service}.NAMESPACE.svc.cluster.local.`;
      return [about("CP004", one, { at: [...at, kind ?? "", "service"], message, hint })];
    }
    if (Object.keys(Object(provider)).length > 1) return [];
    const message = `extension provider ${name} says not what it is: istiod takes none of the mesh configuration`;
    return [
      about("CP004", one, { at, message, hint: "Add its kind, for example opentelemetry or envoyExtAuthzGrpc." }),
    ];
  });
}
