import { ambient, application, type Files, release, said } from "../../verbs/check/chart-support";

/* Parts of a mesh that Istio's own charts install beside the objects of the operator. */

const sail = (kind: string, spec: string) =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { ${spec} }\n`;
const istio = (version = "v1.28.3") =>
  sail(
    "Istio",
    `namespace: istio-system, version: ${version}, profile: ambient, values: { pilot: { trustedZtunnelNamespace: istio-system } }`,
  );
const cni = sail("IstioCNI", "namespace: istio-cni, version: v1.28.3, profile: ambient");
const ztunnel = (version: string) => release("ztunnel", { version });

test.each<[what: string, files: Files, findings: readonly string[]]>([
  ["ztunnel of one minor", { "istio.yaml": istio(), "cni.yaml": cni, "ztunnel.yaml": ztunnel("1.28.3") }, []],
  ["a minor behind", { "istio.yaml": istio(), "cni.yaml": cni, "ztunnel.yaml": ztunnel("1.27.1") }, []],
  [
    "ztunnel ahead",
    { "istio.yaml": istio(), "cni.yaml": cni, "ztunnel.yaml": ztunnel("1.30.1") },
    ["SKEW001 error ztunnel.yaml:8"],
  ],
  [
    "ztunnel ahead, in a folder of its own",
    { "mesh/istio.yaml": istio(), "mesh/cni.yaml": cni, "ztunnel/release.yaml": ztunnel("1.30.1") },
    ["SKEW001 warning ztunnel/release.yaml:8"],
  ],
  [
    "a CNI far behind",
    {
      "istio.yaml": istio(),
      "ztunnel.yaml": ztunnel("1.28.3"),
      "cni.yaml": release("cni", { version: "1.24.3", values: ambient }),
    },
    ["SKEW002 error cni.yaml:8"],
  ],
  [
    "of an Application",
    { "istio.yaml": istio(), "cni.yaml": cni, "ztunnel.yaml": application("ztunnel", { version: "1.30.1" }) },
    ["SKEW001 error ztunnel.yaml:8"],
  ],
  [
    "of another cluster",
    {
      "istio.yaml": istio(),
      "cni.yaml": cni,
      "ztunnel.yaml": application("ztunnel", { version: "1.30.1", cluster: "https://east.example.com" }),
    },
    ["AMB002 warning istio.yaml:4"],
  ],
  [
    "a version that nobody knows",
    { "istio.yaml": istio("v1.28.99"), "cni.yaml": cni, "ztunnel.yaml": ztunnel("1.30.1") },
    ["VER001 error istio.yaml:4"],
  ],
  ["no ztunnel at all", { "istio.yaml": istio(), "cni.yaml": cni }, ["AMB002 warning istio.yaml:4"]],
])("%s", (_what, files, findings) => {
  expect(said(files).filter((line) => !/^(DEL|VER002)/.test(line))).toEqual(findings);
});
