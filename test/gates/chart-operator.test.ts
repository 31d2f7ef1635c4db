import { checkCommand, checkContainer, judgeCheck } from "../../src/gates/command";
import type { Answer } from "../../src/gates/query";
import type { KubernetesObject } from "../../src/mesh/mesh";
import type { ChartLeadsCheck, ChartReconciledCheck, CrdsAcceptCheck } from "../../src/plan/chart-operator";
import { runWith } from "./fake-cluster";
import { at, parts, release } from "./operator-evidence";

const namespace = "sail-operator";
const releases = [{ release: "1.30.3", brings: "v1.30.3" }];
const leads: ChartLeadsCheck = { check: "chart-leads", namespace, releases };
const between: ChartLeadsCheck = { ...leads, releases: [{ release: "1.28.3", brings: "v1.28.3" }, ...releases] };
const reconciled: ChartReconciledCheck = { check: "chart-reconciled", namespace, releases, parts };

/** What the namespace of the operator holds, and the Helm releases of the parts; `null`: they may not be read. */
interface Found {
  readonly lease: KubernetesObject | null;
  readonly pods: readonly KubernetesObject[];
  readonly secrets: readonly KubernetesObject[] | null;
}

const pod = (name: string, images: readonly string[], more: object = {}): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace, creationTimestamp: at(5), ...more },
  spec: { containers: images.map((image) => ({ name: "one", image })) },
});
const held = (holderIdentity: string, renewTime = at(100, ".2")): KubernetesObject => ({
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  metadata: { name: "sail-operator-lock", namespace },
  spec: { holderIdentity, acquireTime: at(40, ".123456"), renewTime },
});
const newPod = pod("sail-operator-6d9f-abcde", ["quay.io/sail-dev/sail-operator:1.30.3"]);
const oldPod = pod("sail-operator-55c7-vwxyz", ["quay.io/sail-dev/sail-operator:1.28.3"]);
const byDigest = (...brings: readonly string[]) =>
  pod("sail-operator-6d9f-abcde", ["registry.example.com/mesh/sail-operator@sha256:00"], {
    annotations: Object.fromEntries(brings.map((one) => [`images.${one}.istiod`, "pilot"])),
  });
const rendered = parts.flatMap((part) => [
  release(part, 9, "2026-10-01T08:00:09Z", "superseded"),
  release(part, 10, at(42)),
]);
const over: Found = { lease: held("sail-operator-6d9f-abcde_5c1c"), pods: [newPod], secrets: rendered };
const early = "sail-operator-6d9f-abcde leads for less than 60 seconds: it may not have rendered everything yet";
const old = "Lease sail-operator-lock is held by sail-operator-55c7-vwxyz, which runs 1.28.3";
const unnamed =
  "Lease sail-operator-lock is held by sail-operator-6d9f-abcde, which names no release by its image, and does not bring v1.30.3";

const rows: readonly [string, ChartLeadsCheck | ChartReconciledCheck, Found, true | string][] = [
  ["the new operator leads, and has for a minute", leads, over, true],
  ["it leads, and has rendered everything", reconciled, over, true],
  ["nobody has raised the chart", leads, { ...over, lease: held("sail-operator-55c7-vwxyz_0f"), pods: [oldPod] }, old],
  [
    "both pods run, and the old one leads",
    reconciled,
    { ...over, lease: held("sail-operator-55c7-vwxyz_0f"), pods: [newPod, oldPod] },
    old,
  ],
  [
    "between two releases either may lead",
    between,
    { ...over, lease: held("sail-operator-55c7-vwxyz_0f"), pods: [oldPod] },
    true,
  ],
  [
    "the old pod is gone, and its lease has not run out",
    leads,
    { ...over, lease: held("sail-operator-55c7-vwxyz_0f") },
    "Lease sail-operator-lock is held by sail-operator-55c7-vwxyz, which is gone or going, in sail-operator",
  ],
  ["no lease", leads, { ...over, lease: null }, "nobody holds Lease sail-operator-lock, in sail-operator"],
  ["it has taken over a moment ago", leads, { ...over, lease: held("sail-operator-6d9f-abcde_5", at(42)) }, early],
  [
    "and a part is still as the old one has rendered it",
    reconciled,
    {
      ...over,
      secrets: rendered
        .filter(({ metadata }) => metadata.labels?.["name"] !== "ztunnel")
        .concat(release(parts[2] as (typeof parts)[number], 9, "2026-10-01T08:00:09Z")),
    },
    "Helm release ztunnel in ztunnel is of 2026-10-01T08:00:09Z, from before the new operator took over at 2026-11-21T10:00:40Z",
  ],
  ["where Secrets may not be read a minute will do", reconciled, { ...over, secrets: null }, true],
  ["but no less", reconciled, { ...over, secrets: null, lease: held("sail-operator-6d9f-abcde_5", at(42)) }, early],
  ["an image by its digest tells by what it brings", leads, { ...over, pods: [byDigest("v1_28_3", "v1_30_3")] }, true],
  ["and one that brings less is older", leads, { ...over, pods: [byDigest("v1_28_3")] }, unnamed],
  ["one that says nothing is none", reconciled, { ...over, pods: [byDigest()] }, unnamed],
  [
    "a proxy beside the operator is no matter",
    leads,
    {
      ...over,
      pods: [
        pod("sail-operator-6d9f-abcde", ["gcr.io/kube-rbac-proxy:0.15.0", "r:5000/m/sail-operator:v1.30.3-corp2"]),
      ],
    },
    true,
  ],
];

test.each(rows)("%s", (_, asked, { lease, pods, secrets }, expected) => {
  const found = (objects: readonly KubernetesObject[]): Answer => ({ objects, texts: [] });
  const ofPart = parts.map(({ release: name }) =>
    secrets
      ? found(secrets.filter(({ metadata }) => metadata.labels?.["name"] === name))
      : { ...found([]), failed: "you may not list secrets" },
  );
  const answers = [found(lease ? [lease] : []), found(pods), ...(asked.check === "chart-reconciled" ? ofPart : [])];
  expect(judgeCheck(asked, answers)).toBe(expected);
});

describe("in a shell", () => {
  test.each(rows)("%s", (_, asked, found, expected) => {
    const { run, expect: yes } = checkCommand(asked, "kubectl");
    expect(runWith(run, client, filesOf(found))).toEqual(
      expected === true
        ? { status: 0, out: `${yes}\n` }
        : { status: 1, out: `waiting: ${expected}\nno: ${expected}\n` },
    );
  });

  test("a Job waits until the new operator has led for a minute, and reads no Secrets", () => {
    const before = filesOf({
      ...over,
      lease: held("sail-operator-55c7-vwxyz_0f"),
      pods: [oldPod, newPod],
      secrets: null,
    });
    expect(runWith(jobOf(leads, 30), client, before)).toEqual({ status: 1, out: `waiting: ${old}\nno: ${old}\n` });
    const then = { "after-2": 'cp "$state/later" "$state/lease"', later: filesOf(over)["lease"] ?? "" };
    expect(runWith(jobOf(leads, 60), client, { ...before, ...then })).toEqual({
      status: 0,
      out: `waiting: ${old}\n1.30.3 leads\n`,
    });
  });
});

describe("the CRDs", () => {
  const accept: CrdsAcceptCheck = {
    check: "crds-accept",
    release: "1.30.3",
    brings: "v1.30.3",
    resources: ["istios", "ztunnels"],
  };
  const crd = (...versions: readonly (readonly string[] | undefined)[]): KubernetesObject => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "x" },
    spec: {
      versions: versions.map((accepted) => {
        const version = { type: "string", ...(accepted && { enum: accepted }) };
        const spec = { properties: { version } };
        return { name: "v1", served: true, schema: { openAPIV3Schema: { properties: { spec } } } };
      }),
    },
  });
  const cases: readonly [string, readonly (KubernetesObject | undefined)[], true | string][] = [
    ["those of the release", [crd(["v1.30.3", "v1.28.3"]), crd(["v1.30.3"])], true],
    ["that name no versions", [crd(undefined), crd([])], true],
    ["of which one served version accepts it", [crd(["v1.30.3"]), crd(["v1.28.3"], ["v1.30.3"])], true],
    [
      "that helm upgrade has left",
      [crd(["v1.30.3"]), crd(["v1.28.3", "v1.30.30"])],
      "CRD ztunnels.sailoperator.io does not accept v1.30.3: it is not of 1.30.3",
    ],
    ["that are not there", [crd(["v1.30.3"]), undefined], "there is no CRD ztunnels.sailoperator.io"],
  ];
  const printed = (one: KubernetesObject | undefined) => {
    const { versions } = (one?.["spec"] ?? { versions: [] }) as { versions: readonly Version[] };
    const lists = versions.flatMap(
      ({ schema }) => schema.openAPIV3Schema.properties.spec.properties.version.enum ?? [],
    );
    return one ? `CRD ${lists.length > 0 ? JSON.stringify(lists) : ""}` : "";
  };
  interface Version {
    readonly schema: {
      readonly openAPIV3Schema: {
        readonly properties: {
          readonly spec: { readonly properties: { readonly version: { readonly enum?: string[] } } };
        };
      };
    };
  }

  test.each(cases)("%s", (_, found, expected) => {
    const answers = found.map((one): Answer => ({ objects: one ? [one] : [], texts: [] }));
    expect(judgeCheck(accept, answers)).toBe(expected);
    const files = { istios: printed(found[0]), ztunnels: printed(found[1]) };
    const client = 'for file in istios ztunnels; do case "$3" in $file.*) cat "$state/$file" ;; esac; done';
    const yes = checkCommand(accept, "kubectl").expect;
    const out = expected === true ? `${yes}\n` : `waiting: ${expected}\nno: ${expected}\n`;
    expect(runWith(checkCommand(accept, "kubectl").run, client, files)).toEqual({
      status: expected === true ? 0 : 1,
      out,
    });
    expect(runWith(jobOf(accept, 20), client, files)).toEqual({ status: expected === true ? 0 : 1, out });
  });
});

function jobOf(check: ChartLeadsCheck | CrdsAcceptCheck, seconds: number): string {
  const container = checkContainer(check);
  if (!("script" in container)) throw new Error("no script");
  return `sh -c '${container.script.replaceAll("'", "'\\''")}' sh ${seconds}`;
}

/** Lines of fields, one for each object. */
function filesOf({ lease, pods, secrets }: Found): Record<string, string> {
  const spec = (lease?.["spec"] ?? {}) as Record<string, string>;
  const files: Record<string, string> = {
    ...(lease && { lease: `${spec["holderIdentity"]} ${spec["acquireTime"]} ${spec["renewTime"]}\n` }),
    ...(secrets && { "may-secrets": "" }),
  };
  for (const { metadata, spec: of } of pods) {
    const { containers } = of as { containers: { image: string }[] };
    files[`${metadata.name}.images`] = containers.map(({ image }) => image).join(" ");
    files[`${metadata.name}.born`] = String(metadata["creationTimestamp"]);
    files[`${metadata.name}.keys`] = Object.keys(metadata["annotations"] ?? {}).join("\n");
  }
  for (const { metadata } of secrets ?? []) {
    const { labels = {}, namespace: space } = metadata;
    const line = `${labels["version"]} ${metadata["creationTimestamp"]} ${labels["status"]}\n`;
    const name = `secrets.${space}.${labels["name"]}`;
    files[name] = (files[name] ?? "") + line;
  }
  return files;
}

/** A `kubectl` that answers from those files, and nothing else. */
const client = `
last() { eval "echo \\"\\\${$#}\\""; }
field=$(last "$@" | sed 's/^jsonpath={//; s/}$//')
case "$*" in
"auth can-i list secrets -n "*) [ -f "$state/may-secrets" ] && echo yes || echo no ;;
"get leases.coordination.k8s.io sail-operator-lock -n ${namespace} "*)
  [ -f "$state/lease" ] || exit 1
  case "$field" in
  .spec.holderIdentity) cut -d" " -f1 "$state/lease" ;;
  .spec.acquireTime) cut -d" " -f2 "$state/lease" ;;
  *) { read -r holder taken renewed; echo "$taken $renewed $holder"; } < "$state/lease" ;;
  esac ;;
"get secrets -n "*) name=\${6#*name=}; cat "$state/secrets.$4.$name" ;;
"get pod "*" -n ${namespace} "*)
  [ -f "$state/$3.born" ] || exit 1
  case "$field" in
  .metadata.creationTimestamp) cat "$state/$3.born" ;;
  .metadata.deletionTimestamp) ;;
  '.spec.containers[*].image') cat "$state/$3.images" ;;
  .metadata.annotations.*) key=$(echo "\${field#.metadata.annotations.}" | tr -d '\\\\'); grep -x "$key" "$state/$3.keys" ;;
  *) echo "unexpected: $field" >&2; exit 9 ;;
  esac ;;
*) echo "unexpected: $*" >&2; exit 9 ;;
esac`;
