import type { KubernetesObject } from "../../src/mesh/mesh";
import { inFolders, layers } from "./order-support";
import { type Expected, expectState, namespace, rule } from "./support";

describe("NS004", () => {
  const application = (name: string, path: string, server = "here"): KubernetesObject => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name, namespace: "argocd" },
    spec: { source: { path }, destination: { server } },
  });
  const shop = namespace("shop");
  const two = { "apps/one": [shop], "apps/two": [shop] };

  test.each<[string, Record<string, KubernetesObject[]>, Expected[]]>([
    ["two manifests that nobody is seen to read", two, []],
    [
      "two Applications of one cluster",
      { ...two, argocd: [application("one", "live/prod/apps/one"), application("two", "live/prod/apps/two")] },
      [
        ["error", "Namespace/shop", "Application one applies it, and Application two"],
        ["error", "Namespace/shop", "Application two applies it, and Application one"],
      ],
    ],
    [
      "of two clusters",
      { ...two, argocd: [application("one", "live/prod/apps/one"), application("two", "live/prod/apps/two", "there")] },
      [],
    ],
    [
      "of the clusters that two folders of Applications are in, whichever these are",
      {
        ...two,
        "argocd/east": [application("one", "live/prod/apps/one", "https://kubernetes.default.svc")],
        "argocd/west": [application("two", "live/prod/apps/two", "https://kubernetes.default.svc")],
      },
      [],
    ],
    ["one Application for both", { ...two, argocd: [application("one", "live/prod/apps")] }, []],
    ["a snapshot of ours, one delivery", { ...layers, namespaces: [shop] }, []],
    [
      "a snapshot of ours, and a manifest beside it that nobody is seen to apply",
      { ...layers, namespaces: [shop], "../../apps/shop": [shop] },
      [],
    ],
    [
      "a snapshot of ours, two deliveries",
      { ...layers, namespaces: [shop], "mesh/60-routing": [shop] },
      [
        ["error", "Namespace/shop", "it is also in"],
        ["error", "Namespace/shop", "it is also in"],
      ],
    ],
  ])("%s", (_name, folders, expected) => {
    expectState("NS004", inFolders(folders), expected);
  });
});

describe("DUP001 says who applies which of the two", () => {
  const application = (name: string, server = "here"): KubernetesObject => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name, namespace: "argocd" },
    spec: { source: { path: `apps/${name}` }, destination: { server } },
  });
  const two = { "apps/one": [namespace("shop")], "apps/two": [namespace("shop", { team: "a" })] };
  const hints = (folders: Record<string, KubernetesObject[]>) =>
    rule("DUP001")
      .state?.(inFolders(folders))
      .map(({ hint }) => hint);

  test("where that is known, and one cluster gets both", () => {
    const both = "Application one applies the one and Application two the other, to one cluster";
    expect(hints({ ...two, argocd: [application("one"), application("two")] })).toEqual([
      expect.stringContaining(both),
    ]);
    expect(hints({ ...two, argocd: [application("one")] })).toEqual([undefined]);
    expect(hints(two)).toEqual([undefined]);
  });
});
