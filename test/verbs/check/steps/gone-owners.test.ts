import { checkTransition } from "../../../../src/verbs/check/check-step";
import { folderWith } from "../../../support/folder";

type Files = Readonly<Record<string, string>>;

function said(rule: string, before: Files, after: Files): readonly string[] {
  const [from, to] = [folderWith(before), folderWith(after)];
  const { findings } = checkTransition({ from, to: [to] }, { acceptedJumps: [], distribution: "sail" }, { cwd: "/" });
  return findings.flatMap((one) => (one.rule === rule ? [one.message] : []));
}

describe("what goes with whoever applied it (SNAP002)", () => {
  const kustomization = (name: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { path: ./ingress, prune: true }\n`;
  const made = (apiVersion: string, kind: string, spec: string) =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: gateway, namespace: edge }\nspec: ${spec}\n`;
  const labels = "{ metadata: { labels: { istio: gateway } } }";
  const ingress: Files = {
    "ingress/deployment.yaml": made("apps/v1", "Deployment", `{ template: ${labels} }`),
    "ingress/service.yaml": made("v1", "Service", "{ type: LoadBalancer, selector: { istio: gateway } }"),
    "ingress/settings.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: edge }\n",
    "clusters/apps.yaml": `${kustomization("apps").replace("./ingress", "./apps")}`,
    "apps/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b, namespace: edge }\n",
  };
  const applied = (name: string): Files => ({ ...ingress, "clusters/ingress.yaml": kustomization(name) });
  const lost = "and with it by prune what it has applied, Deployment/edge/gateway, Service/edge/gateway";

  test("the workloads of a gateway, which no rule protects", () => {
    expect(said("SNAP002", applied("ingress"), ingress)).toEqual([
      `Kustomization ingress is gone: both engines delete what is missing, ${lost}`,
    ]);
  });

  test("under another name it comes too late", () => {
    expect(said("SNAP002", applied("ingress"), applied("edge"))).toEqual([
      expect.stringContaining(`${lost}, although Kustomization edge applies it after this step`),
    ]);
  });
});

describe("waves of what nobody applies any more (WAV001)", () => {
  const application = (name: string, path: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec: { source: { path: ${path} }, destination: { name: prod } }\n`;
  const wave = (text: string) => `annotations: { argocd.argoproj.io/sync-wave: "${text}" }`;
  const files = (waypoint: string): Files => ({
    "mesh/ztunnel.yaml": `apiVersion: sailoperator.io/v1\nkind: ZTunnel\nmetadata: { name: default, ${wave("40")} }\nspec: { version: v1.28.3, namespace: ztunnel }\n`,
    [waypoint]: `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: waypoint, namespace: shop, ${wave("0")} }\nspec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }\n`,
    "argocd/mesh.yaml": application("mesh", "mesh"),
  });
  const shop = "shop/waypoint.yaml";

  test("are of no order among those of another Application, which its own was not either", () => {
    expect(said("WAV001", { ...files(shop), "argocd/shop.yaml": application("shop", "shop") }, files(shop))).toEqual(
      [],
    );
  });

  test("whoever joins them brings the order about", () => {
    const [from, to] = [files(shop), files("mesh/waypoint.yaml")];
    expect(said("WAV001", { ...from, "argocd/shop.yaml": application("shop", "shop") }, to)).toEqual([
      "wave 0 is before wave 40 of ZTunnel/default, which carries its traffic",
    ]);
  });
});
