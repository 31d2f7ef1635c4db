import type { Edit } from "./trees/breakages";
import { checkFolder, folder } from "./trees/folders";

/* Differences that an Application does not see: whether a new version is late, or never comes. */

const apps = "bootstrap/apps.yaml";
const ignored = (kind: string, list = "jsonPointers: [/spec/version]"): Edit => [
  apps,
  "  syncPolicy:\n",
  `  ignoreDifferences:\n    - { group: sailoperator.io, kind: ${kind}, ${list} }\n  syncPolicy:\n`,
];
const kept: Edit = [
  apps,
  "      - ServerSideApply=true",
  "      - ServerSideApply=true\n      - RespectIgnoreDifferences=true",
];

test.each<[what: string, expected: readonly string[], ...edits: Edit[]]>([
  ["no sync is started", ["warning"], ignored("Istio")],
  ["every sync keeps what there is", ["error"], ignored("Istio"), kept],
  ["of ztunnel", ["error"], ignored("ZTunnel"), kept],
  ["of all kinds", ["error"], ignored('"*"'), kept],
  ["by an expression", ["error"], ignored("Istio", "jqPathExpressions: [.spec.version]"), kept],
  ["of one that is not here", ["warning"], ignored("Istio, name: canary"), kept],
  ["of one without a version", ["warning"], ignored("IstioRevisionTag"), kept],
  ["of something else", [], ignored("Istio", "jsonPointers: [/spec/values]"), kept],
])("%s", (_what, expected, ...edits) => {
  const { findings } = checkFolder(folder("argocd", edits));
  const said = findings.filter(({ rule, message }) => rule === "DEL013" && message.includes("differences in spec"));
  expect(said.map(({ severity }) => severity)).toEqual(expected);
});
