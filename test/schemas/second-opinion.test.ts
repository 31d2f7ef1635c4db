import { distribution, findRelease } from "../../src/catalog/lookup";
import type { DistributionName, OperatorRelease } from "../../src/catalog/types";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { chooseSchemas } from "../../src/schemas/choose";
import { schemaProblems } from "../../src/schemas/validate";
import { crdFolderFor, crdSetsFor, describeWithCrds, validateObject } from "../support/crds";
import { fc } from "../support/fast-check";

const meta = { name: "default" };
const seeds: readonly [release: string, object: KubernetesObject][] = [
  ...["sail 1.26.3", "sail 1.28.3", "sail 1.30.3", "openshift 3.1.11", "openshift 3.4.1", "alauda 2.1.1"].flatMap(
    (release): [string, KubernetesObject][] => [
      [
        release,
        {
          apiVersion: "sailoperator.io/v1",
          kind: "Istio",
          metadata: meta,
          spec: {
            version: "v1.26.3",
            namespace: "istio-system",
            updateStrategy: { type: "InPlace", updateWorkloads: false },
            profile: "ambient",
            values: {
              pilot: { autoscaleMin: 2, env: { A: "b" }, resources: { requests: { cpu: "1", memory: "1Gi" } } },
              meshConfig: { discoverySelectors: [{ matchLabels: { a: "b" } }], accessLogEncoding: "JSON" },
              global: { logging: { level: "default:info" }, istioNamespace: "istio-system" },
            },
          },
        },
      ],
      [
        release,
        {
          apiVersion: "sailoperator.io/v1",
          kind: "IstioCNI",
          metadata: meta,
          spec: { version: "v1.26.3", namespace: "istio-cni", values: { cni: { ambient: { dnsCapture: true } } } },
        },
      ],
    ],
  ),
  [
    "sail 1.30.3",
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata: { name: "r", namespace: "shop" },
      spec: {
        parentRefs: [{ kind: "Service", group: "", name: "a", port: 80 }],
        rules: [
          {
            matches: [{ path: { type: "PathPrefix", value: "/a" }, headers: [{ name: "x", value: "y" }] }],
            filters: [{ type: "RequestHeaderModifier", requestHeaderModifier: { set: [{ name: "a", value: "b" }] } }],
            backendRefs: [{ name: "a", port: 80, weight: 1 }],
            timeouts: { request: "10s" },
          },
        ],
      },
    },
  ],
  [
    "sail 1.30.3",
    {
      apiVersion: "security.istio.io/v1",
      kind: "AuthorizationPolicy",
      metadata: { name: "p", namespace: "shop" },
      spec: {
        targetRefs: [{ kind: "Service", group: "", name: "a" }],
        action: "ALLOW",
        rules: [{ from: [{ source: { principals: ["x"] } }], to: [{ operation: { methods: ["GET"] } }] }],
      },
    },
  ],
  [
    "sail 1.30.3",
    {
      apiVersion: "networking.istio.io/v1",
      kind: "VirtualService",
      metadata: { name: "v", namespace: "shop" },
      spec: {
        hosts: ["a"],
        http: [{ timeout: "5s", route: [{ destination: { host: "a", port: { number: 80 } }, weight: 100 }] }],
      },
    },
  ],
];

type Path = readonly (string | number)[];

/** Every place below `spec`. */
function places(value: unknown, path: Path): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, inner]) =>
      places(inner, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

const scalar = fc.constantFrom<unknown>("x", "", "10s", 0, 1, -5, 99999999999, 1.5, true, null, [], {}, ["a", "a"], {
  zebra: 1,
});

interface Change {
  readonly seed: number;
  readonly place: number;
  readonly value: unknown;
  readonly key: string | undefined;
}

/** The seed with one value replaced, or one key added beside it. */
function changed(object: KubernetesObject, { place, value, key }: Change): KubernetesObject {
  const copy = structuredClone(object) as unknown as Record<string, unknown>;
  const all = places(copy["spec"], ["spec"]);
  const path = all[place % all.length] as Path;
  const parent = path.slice(0, -1).reduce<unknown>((at, part) => (at as Record<string | number, unknown>)[part], copy);
  (parent as Record<string | number, unknown>)[
    key !== undefined && !Array.isArray(parent) ? key : (path.at(-1) as string)
  ] = value;
  return copy as unknown as KubernetesObject;
}

function releaseOf(where: string): [DistributionName, OperatorRelease] {
  const [name, version = ""] = where.split(" ") as [DistributionName, string];
  return [name, findRelease(distribution(name), version) as OperatorRelease];
}

/** `spec.version` is the catalogue's business, and what a kind is called that of ZTN001. */
function isForeign(problem: string): boolean {
  return /spec\.version|metadata/.test(problem);
}

describeWithCrds("the schemas that ship with meshstep say what the real CRDs say", () => {
  test.each(seeds)("a good object of %s", (where, object) => {
    const [name, release] = releaseOf(where);
    expect(crdFolderFor(name, release.version)).toMatch(release.version);
    expect(validateObject(object, crdSetsFor(name, release))).toEqual([]);
  });

  test("whatever is changed in a good object", () => {
    const change = fc.record({
      seed: fc.nat({ max: seeds.length - 1 }),
      place: fc.nat({ max: 200 }),
      value: scalar,
      key: fc.option(fc.constantFrom("zebra", "port", "type", "selector", "env"), { nil: undefined }),
    });
    fc.assert(
      fc.property(change, (one) => {
        const [where, seed] = seeds[one.seed] as (typeof seeds)[number];
        const [distributionName, release] = releaseOf(where);
        const object = changed(seed, one);
        const [group = "", version = ""] = object.apiVersion.split("/");
        const question = {
          distribution: distributionName,
          release: release.version,
          group,
          kind: object.kind,
          version,
        };
        const [schema] = chooseSchemas(question)?.schemas ?? [];
        if (!schema) throw new Error(`no schema for ${where} ${object.kind}`);
        const ours = schemaProblems(object, schema).filter(({ path }) => path.join(".") !== "spec.version");
        const theirs = validateObject(object, crdSetsFor(distributionName, release)).filter((text) => !isForeign(text));
        expect([ours.length > 0, ours, theirs]).toEqual([theirs.length > 0, ours, theirs]);
      }),
      { numRuns: 300, seed: 20261126 },
    );
  });
});
