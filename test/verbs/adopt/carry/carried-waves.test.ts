import { syncWave } from "../../../../src/order/argocd/annotations";
import { adoptText, lines } from "../support";

/** Kind, name and namespace, the wave that the input says, and the one that the adopted file says. */
type Row = readonly [object: string, said: string | undefined, written: string | undefined];

const apis: Readonly<Record<string, string>> = {
  Istio: "sailoperator.io/v1",
  IstioCNI: "sailoperator.io/v1",
  ZTunnel: "sailoperator.io/v1",
  Gateway: "gateway.networking.k8s.io/v1",
  HTTPRoute: "gateway.networking.k8s.io/v1",
  Deployment: "apps/v1",
  Job: "batch/v1",
  PriorityClass: "scheduling.k8s.io/v1",
  Certificate: "cert-manager.io/v1",
};

function manifest(object: string, wave: string | undefined, more: Readonly<Record<string, string>> = {}): string {
  const [kind = "", ...names] = object.split("/");
  const annotations = { ...more, ...(wave !== undefined && { [syncWave]: wave }) };
  const metadata = {
    name: names.at(-1),
    ...(names.length > 1 && { namespace: names[0] }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
  const spec = specs[kind] ? { spec: specs[kind] } : {};
  return `---\n${JSON.stringify({ apiVersion: apis[kind] ?? "v1", kind, metadata, ...spec })}\n`;
}

const version = "v1.28.4";
const specs: Readonly<Record<string, unknown>> = {
  Istio: { version, profile: "ambient", values: { pilot: { trustedZtunnelNamespace: "ztunnel" } } },
  IstioCNI: { version, profile: "ambient", namespace: "istio-cni" },
  ZTunnel: { version, namespace: "ztunnel" },
  Gateway: {
    gatewayClassName: "istio-waypoint",
    listeners: [{ name: "mesh", port: 15008, protocol: "HBONE" }],
  },
  HTTPRoute: { rules: [] },
  Deployment: { template: {} },
};

/** In what synth wrote all is carried, also what belongs to no mesh. */
const phase = `---\n${JSON.stringify({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: {
    name: "meshstep-a",
    namespace: "istio-system",
    labels: { "meshstep.dev/mesh": "a", "meshstep.dev/phase": "marker" },
  },
  data: { mesh: "a", phase: "00-baseline" },
})}\n`;

/** What `adopted/` says of each row, by name. */
function written(parts: string, rows: readonly Row[], more: Readonly<Record<string, string>> = {}) {
  const adoption = adoptText(`${parts}${phase}${rows.map(([object, said]) => manifest(object, said, more)).join("")}`, {
    distribution: "sail",
  });
  const files = [...adoption.carriage.files.values()].map(({ object }) => object);
  return {
    adoption,
    waves: rows.map(([name]) => {
      const file = files.find(({ kind, metadata }) =>
        [`${kind}/${metadata.namespace}/${metadata.name}`, `${kind}/${metadata.name}`].includes(name),
      );
      return [name, file?.metadata.annotations?.[syncWave]];
    }),
  };
}

function expected(rows: readonly Row[]) {
  return rows.map(([object, , wave]) => [object, wave]);
}

const parts = (istio: string, cni: string, ztunnel: string, waypoint?: string) =>
  [
    manifest("Istio/default", istio),
    manifest("IstioCNI/default", cni),
    manifest("ZTunnel/default", ztunnel),
    waypoint === undefined ? "" : manifest("Gateway/shop/waypoint", waypoint),
  ].join("");
const old = parts("1", "2", "3", "4");

test.each<[string, string, readonly Row[]]>([
  [
    "a Service that used a waypoint after it was there still does, and its route comes behind it",
    old,
    [
      ["Service/shop/web", "5", undefined],
      ["HTTPRoute/shop/web", "6", "61"],
    ],
  ],
  [
    "what says no wave came first, and the order of the layer is enough for it",
    old,
    [
      ["Deployment/shop/web", undefined, undefined],
      ["ConfigMap/shop/web", "-1", "59"],
      ["Service/shop/web", "5", "61"],
      ["HTTPRoute/shop/web", "6", "62"],
    ],
  ],
  [
    "more waves than there is room for share the last one, and none is turned round",
    old,
    [
      ["Deployment/shop/web", undefined, undefined],
      ["Service/shop/a", "1", "61"],
      ["Service/shop/b", "2", "62"],
      ["Service/shop/c", "3", "63"],
      ["Service/shop/d", "4", "64"],
      ["Service/shop/e", "5", "64"],
    ],
  ],
  [
    "where nothing says none, there is more room",
    old,
    ["1", "2", "3", "4", "5", "6"].map((wave, index) => [
      `Service/shop/s${wave}`,
      wave,
      index === 1 ? undefined : String(59 + index),
    ]),
  ],
  [
    "what stood beside the parts keeps its place between them",
    old,
    [
      ["Certificate/istio-system/cacerts", undefined, "0"],
      ["PriorityClass/mesh", undefined, "0"],
      ["ConfigMap/istio-system/early", "-5", "-5"],
      ["Job/ops/wait-for-ztunnel", "4", undefined],
    ],
  ],
  [
    "between two of them",
    parts("10", "20", "30"),
    [
      ["Job/ops/wait", "15", "21"],
      ["Job/ops/wait-longer", "17", "22"],
    ],
  ],
  [
    "a CNI before Istio: what came between them comes before both, as it may hold one up",
    parts("10", "1", "30"),
    [["Certificate/istio-system/cacerts", "5", "5"]],
  ],
  ["before parts in late waves", parts("100", "110", "120"), [["Certificate/istio-system/cacerts", "50", "19"]]],
  [
    "who counts as we do keeps his waves",
    parts("20", "30", "40", "50"),
    [
      ["Deployment/shop/web", undefined, undefined],
      ["Service/shop/web", "60", "60"],
      ["HTTPRoute/shop/web", "62", "62"],
      ["Job/shop/smoke", "100", "100"],
    ],
  ],
  [
    "without waves on the parts nothing orders what stands beside them",
    [
      manifest("Istio/default", undefined),
      manifest("IstioCNI/default", undefined),
      manifest("ZTunnel/default", undefined),
    ].join(""),
    [
      ["Certificate/istio-system/cacerts", undefined, undefined],
      ["ConfigMap/shop/web", undefined, undefined],
    ],
  ],
])("%s", (_, input, rows) => {
  expect(written(input, rows).waves).toEqual(expected(rows));
});

test.each(["PreSync", "PostSync", "SyncFail", "Skip"])("a hook of %s has an order of its own", (hook) => {
  const rows: readonly Row[] = [["Job/shop/migrate", "5", "5"]];
  expect(written(old, rows, { "argocd.argoproj.io/hook": hook }).waves).toEqual(expected(rows));
});

test("a hook of the sync itself moves with the objects that it waits for", () => {
  const rows: readonly Row[] = [["Job/shop/migrate", "5", undefined]];
  expect(written(old, rows, { "argocd.argoproj.io/hook": "Sync" }).waves[0]).not.toEqual(["Job/shop/migrate", "5"]);
});

test("what moves is told, and what says the same as before is not", () => {
  const { adoption } = written(old, [
    ["Certificate/istio-system/cacerts", undefined, "0"],
    ["Service/shop/web", "5", undefined],
    ["HTTPRoute/shop/web", "6", "61"],
  ]);
  const wave = 'metadata.annotations["argocd.argoproj.io/sync-wave"]';
  const carried = lines(adoption).filter((line) => !/^(Istio|ZTunnel|Gateway)/.test(line) && line.includes(wave));
  expect(carried).toEqual([
    `Service/shop/web ${wave}: the waves of the mesh's parts are others now, and so is its own: 60`,
    `HTTPRoute/shop/web ${wave}: the waves of the mesh's parts are others now, and so is its own: 61`,
  ]);
});
