import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { withPrograms } from "../support/fake-programs";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * Objects of a dump, of a pipe or of a cluster stand in no file that an engine reads. Who applies them is told by what engines leave on them, and by the status of
 * the engines' own objects, where those are in the dump.
 */

const argo = (text: string) => `annotations: { argocd.argoproj.io/tracking-id: "${text}" }`;
const flux = (kind: "kustomize" | "helm", name: string, namespace = "flux-system") =>
  `labels: { ${kind}.toolkit.fluxcd.io/name: ${name}, ${kind}.toolkit.fluxcd.io/namespace: ${namespace} }`;
const sail = (kind: string, marks = "", name = "default", namespace = "istio-system") =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: ${name}, uid: ${kind}${marks === "" ? "" : `, ${marks}`} }\nspec: { version: v1.28.3, namespace: ${namespace} }\n`;
const ofIstio = (app: string) => argo(`${app}:sailoperator.io/Istio:/default`);
const ofCni = (app: string) => argo(`${app}:sailoperator.io/IstioCNI:argocd/default`);
const config = (data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: argocd-cm, namespace: argocd, uid: cm }\ndata: { ${data} }\n`;
interface App {
  readonly name?: string;
  readonly meta?: string;
  readonly destination?: string;
  readonly spec?: string;
  readonly status?: string;
}
const application = ({ name = "mesh", meta = "", destination = "name: prod", spec = "", status = "{}" }: App = {}) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd, uid: app-${name}${meta} }\nspec: { project: default, source: { repoURL: "https://git.example.com/ops", path: teams/mesh }, destination: { ${destination} }${spec} }\nstatus: ${status}\n`;
const resources = (...names: readonly string[]) =>
  `{ resources: [${names.map((kind) => `{ group: sailoperator.io, kind: ${kind}, name: default, namespace: "" }`).join(", ")}] }`;

interface Row {
  readonly what: string;
  readonly input: readonly string[];
  readonly engine?: string;
  readonly says: readonly (string | RegExp)[];
  readonly never?: readonly string[];
  readonly delivery?: object;
}

const rows: readonly Row[] = [
  {
    what: "one Application that is not in the dump",
    input: [sail("Istio", ofIstio("mesh")), sail("IstioCNI", ofCni("mesh"))],
    engine: "argocd",
    says: [
      "Application/mesh applies Istio/default, IstioCNI/default today",
      "protect Istio/default, IstioCNI/default where they are: write the annotation argocd.argoproj.io/sync-options: Prune=false,Delete=false onto them where Application/mesh reads them",
      "halt Application/mesh: take out spec.syncPolicy.automated",
      "take the mesh's files out of what Application/mesh reads, and nothing else",
      "Application/mesh is not in the input, so mesh.yaml takes it that the mesh is in the cluster that its Argo CD runs in",
    ],
    never: ["by whom the parts"],
  },
  {
    what: "an Application of another namespace",
    input: [sail("Istio", ofIstio("team-a_mesh"))],
    engine: "argocd",
    says: ["halt Application/team-a/mesh"],
    delivery: { engine: "argocd", argocd: { applicationNamespace: "team-a" } },
  },
  {
    what: "two Applications",
    input: [sail("Istio", ofIstio("mesh")), sail("IstioCNI", ofCni("cni"))],
    engine: "argocd",
    says: [
      "by whom the parts of the mesh are applied today: Application/mesh applies Istio/default; Application/cni applies IstioCNI/default",
      "halt Application/mesh, Application/cni",
    ],
    never: ["write the other one"],
  },
  {
    what: "both engines, the control plane by the one",
    input: [
      sail("IstioCNI", flux("kustomize", "cni")),
      sail("Istio", ofIstio("mesh")),
      sail("ZTunnel", flux("helm", "zt", "mesh")),
    ],
    engine: "argocd",
    says: [
      "Application/mesh applies Istio/default; Kustomization/flux-system/cni applies IstioCNI/default",
      "spec.delivery.engine is argocd (Application/mesh applies Istio/default, as its argocd.argoproj.io/tracking-id says); write the other one there",
      "halt Kustomization/flux-system/cni: spec.suspend: true",
      /halt Kustomization[^\n]*\n[^\n]*deliver the live folder [^\n]*its Applications are Synced/,
    ],
  },
  {
    what: "both engines, the control plane by the other",
    input: [sail("Istio", flux("kustomize", "mesh", "infra")), sail("IstioCNI", ofCni("cni"))],
    engine: "flux",
    says: ["spec.delivery.engine is flux (Kustomization/infra/mesh applies Istio/default"],
    delivery: { engine: "flux", flux: { namespace: "infra" } },
  },
  {
    what: "both engines, each of which applies the control plane",
    input: [sail("Istio", `${ofIstio("mesh")}, ${flux("kustomize", "mesh")}`)],
    says: [
      "Argo CD (Application/mesh) and Flux (Kustomization/flux-system/mesh) apply parts of the mesh, and mesh.yaml names none of them: write the one that is to deliver all of it into spec.delivery.engine",
    ],
  },
  {
    what: "a HelmRelease",
    input: [sail("Istio", flux("helm", "mesh", "platform"))],
    engine: "flux",
    says: [
      "HelmRelease/platform/mesh installs Istio/default today",
      "in the templates of its chart or by a patch in spec.postRenderers",
      "where its chart holds nothing but the mesh, delete HelmRelease/platform/mesh while suspended",
    ],
  },
  {
    what: "an engine, beside what nobody has marked",
    input: [sail("Istio", ofIstio("mesh")), sail("IstioCNI")],
    engine: "argocd",
    says: ["nothing in the input says who applies IstioCNI/default: where that is an engine as well"],
  },
  {
    what: "nobody: the mark is that of another object",
    input: [sail("Istio", argo("shop:apps/Deployment:shop/web"))],
    says: [],
    never: ["Application/shop"],
  },
  {
    what: "nobody, where both engines have marked something else",
    input: [
      sail("Istio"),
      `apiVersion: v1\nkind: Namespace\nmetadata: { name: a, uid: a, ${argo("a:/Namespace:/a")} }\n`,
      `apiVersion: v1\nkind: Namespace\nmetadata: { name: b, uid: b, ${flux("kustomize", "b")} }\n`,
    ],
    says: [],
  },
  {
    what: "an Application of the dump, to a cluster that it names",
    input: [application(), sail("Istio", ofIstio("mesh"))],
    engine: "argocd",
    says: [
      "Application/argocd/mesh applies Istio/default today",
      "meshstep check teams/mesh --fix",
      "take the mesh's files out of teams/mesh, and nothing else",
    ],
    never: ["is not in the input"],
    delivery: {
      engine: "argocd",
      repository: { url: "https://git.example.com/ops" },
      argocd: { namespace: "argocd", destination: { name: "prod" } },
    },
  },
  {
    what: "an Application whose folder another one reads for another cluster",
    input: [
      application(),
      application({ name: "west", destination: "name: west" }),
      application({ name: "other", destination: "name: west" }).replace("path: teams/mesh", "path: teams/other"),
      sail("Istio", ofIstio("mesh")),
    ],
    engine: "argocd",
    says: [
      "halt Application/argocd/mesh: ",
      "Application/argocd/mesh itself stays; Application/argocd/west reads the same, and nothing leaves it before",
    ],
    never: ["Application/argocd/other reads the same"],
    delivery: {
      engine: "argocd",
      repository: { url: "https://git.example.com/ops" },
      argocd: { namespace: "argocd", destination: { name: "prod" } },
    },
  },
  {
    what: "an Application that a set has made",
    input: [
      application({
        meta: ", ownerReferences: [{ apiVersion: argoproj.io/v1alpha1, kind: ApplicationSet, name: meshes, uid: s }]",
      }),
      sail("Istio", ofIstio("mesh")),
    ],
    engine: "argocd",
    says: [
      "ApplicationSet/argocd/meshes applies Istio/default today",
      "halt ApplicationSet/argocd/meshes: take out spec.template.spec.syncPolicy.automated of a set",
      "meshstep check teams/mesh --fix",
    ],
    delivery: {
      engine: "argocd",
      repository: { url: "https://git.example.com/ops" },
      argocd: { namespace: "argocd", destination: { name: "prod" } },
    },
  },
  {
    what: "an Application that says so in its status",
    input: [
      application({
        destination: "name: in-cluster",
        status: resources("Istio"),
        spec: ", syncPolicy: { automated: { prune: true } }",
      }),
      application({ name: "other", destination: "name: in-cluster", status: resources("ZTunnel") }),
      sail("Istio"),
    ],
    engine: "argocd",
    says: ["Application/argocd/mesh applies Istio/default today; what is taken out of there is pruned"],
    never: ["Application/argocd/other applies"],
  },
  {
    what: "an Application of another cluster that says so in its status",
    input: [application({ status: resources("Istio") }), sail("Istio")],
    says: ["which of Application/argocd/mesh apply the mesh cannot be told"],
  },
  {
    what: "a Kustomization that says so in its status",
    input: [
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: mesh, namespace: flux-system, uid: k }\nspec: { path: ./mesh, prune: true, interval: 1m, sourceRef: { kind: GitRepository, name: flux-system } }\nstatus: { inventory: { entries: [{ id: _default_sailoperator.io_Istio, v: v1 }] } }\n`,
      sail("Istio"),
    ],
    engine: "flux",
    says: [
      "Kustomization/flux-system/mesh applies Istio/default today",
      "take the mesh's files out of mesh, and nothing else",
    ],
  },
  {
    what: "an annotation of earlier days, where Argo CD tracks by label",
    input: [
      sail("Istio", `${ofIstio("old")}, labels: { app.kubernetes.io/instance: new }`),
      config("application.resourceTrackingMethod: label"),
    ],
    engine: "argocd",
    says: ["halt Application/new: "],
    never: ["Application/old"],
  },
  {
    what: "two Applications that render the same object",
    input: [sail("Istio", ofIstio("one")), sail("Istio", ofIstio("two"))],
    engine: "argocd",
    says: ["halt Application/one, Application/two: "],
  },
  {
    what: "two Applications that render the same object, tracked by label",
    input: [
      sail("Istio", "labels: { app.kubernetes.io/instance: one }"),
      sail("Istio", "labels: { app.kubernetes.io/instance: two }"),
      config("application.resourceTrackingMethod: label"),
    ],
    engine: "argocd",
    says: ["halt Application/one, Application/two: "],
  },
  {
    what: "the Application of an earlier hand-over",
    input: [
      application({ name: "prod-mesh", meta: ", labels: { meshstep.dev/mesh: prod }" }),
      sail("Istio", ofIstio("prod-mesh")),
    ],
    engine: "argocd",
    says: ["Application/argocd/prod-mesh applies the live folder of prod, which has a mesh.yaml: meshstep rebase"],
    never: ["halt Application", "cannot be told"],
  },
];

async function adopted(input: readonly string[], asFile: boolean, ...args: readonly string[]) {
  const text = input.join("---\n");
  const folder = folderWith(asFile ? { "dump.yaml": text } : {});
  const { code, err } = await runCli(
    ["adopt", asFile ? "dump.yaml" : "-", "--distribution", "sail", "-o", "mesh.yaml", ...args],
    folder,
    text,
  );
  expect(existsSync(join(folder, "mesh.yaml"))).toBe(true);
  const { spec } = parse(readFileSync(join(folder, "mesh.yaml"), "utf8")) as {
    spec: { delivery?: { engine: string } };
  };
  return { code, err, delivery: spec.delivery };
}

describe.each([
  ["a pipe", false],
  ["a file", true],
])("a dump in %s is applied by", (_, asFile) => {
  test.each(rows)("$what", async ({ input, engine, says, never = [], delivery: wanted }) => {
    const { err, delivery } = await adopted(input, asFile);
    for (const one of says) typeof one === "string" ? expect(err).toContain(one) : expect(err).toMatch(one);
    for (const one of never) expect(err).not.toContain(one);
    expect(delivery?.engine).toBe(engine);
    if (wanted) expect(delivery).toEqual(wanted);
  });
});

test("of two Istio objects the chosen one is of its own engine", async () => {
  const input = [
    sail("Istio", argo("a:sailoperator.io/Istio:/one"), "one", "first"),
    sail("Istio", flux("kustomize", "b"), "two", "second"),
  ];
  expect((await adopted(input, false, "--istio", "one")).delivery?.engine).toBe("argocd");
  expect((await adopted(input, false, "--istio", "two")).delivery?.engine).toBe("flux");
});

test("what came by a pipe is looked for by its mark in the repository around", async () => {
  const folder = folderWith({ ".git/HEAD": "", "apps/mesh.yaml": application().replace(", uid: app-mesh", "") });
  const input = sail("Istio", ofIstio("mesh")).replace("uid: Istio, ", "");
  const { err } = await runCli(["adopt", "-", "--distribution", "sail", "-o", "mesh.yaml"], folder, input);
  expect(err).toContain("Application/argocd/mesh applies Istio/default today; ");
  expect(err).not.toContain("was not looked at");
});

describe("a cluster, through kubectl", () => {
  const list = (...items: readonly string[]) =>
    `return ${JSON.stringify(JSON.stringify({ apiVersion: "v1", kind: "List", items: items.map((one) => parse(one) as object) }))};`;
  const adopt = async (more: string) => {
    const folder = folderWith({});
    process.env["MESHSTEP_CALLS"] = join(folder, "calls");
    const kubectl = `
      require("node:fs").appendFileSync(process.env.MESHSTEP_CALLS, args.join(" ") + "\\n");
      if (args.includes("api-resources")) return "istios.sailoperator.io\\napplications.argoproj.io\\nappprojects.argoproj.io\\nhelmreleases.helm.toolkit.fluxcd.io\\nconfigmaps\\n";
      ${more}
      ${list(sail("Istio", `labels: { company.example/app: mesh }`))}`;
    const result = await withPrograms({ kubectl }, () =>
      runCli(["adopt", "--context", "prod", "--distribution", "sail"], folder),
    );
    const text = readFileSync(join(folder, "mesh.yaml"), "utf8");
    return { ...result, text, calls: readFileSync(join(folder, "calls"), "utf8").split("\n").slice(2, -1) };
  };
  const isConfig = 'args.includes("configmaps")';
  const isEngine = 'args.some((one) => one.includes("argoproj.io,"))';
  const other =
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: argocd-rbac-cm, namespace: argocd, uid: r }\ndata: { a: b }\n";

  test("its engines are read as well, and how Argo CD knows what it applies", async () => {
    const { code, err, text, calls } = await adopt(
      `if (${isConfig}) { ${list(config("application.instanceLabelKey: company.example/app"), other)} }
      if (${isEngine}) { ${list(application())} }`,
    );
    expect(calls).toEqual([
      "--context prod get applications.argoproj.io,appprojects.argoproj.io,helmreleases.helm.toolkit.fluxcd.io -A -o json --request-timeout=20s",
      "--context prod get configmaps -A -l app.kubernetes.io/part-of=argocd -o json --request-timeout=20s",
    ]);
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringContaining("Application/argocd/mesh applies Istio/default today"),
    });
    expect(err).not.toContain("argocd-rbac-cm");
    expect(text).toContain("url: https://git.example.com/ops");
    expect(text).toContain("name: prod");
    expect(text).not.toContain("company.example/app: mesh");
  });

  test.each([
    [
      "engines",
      `if (${isEngine}) throw "applications is forbidden";`,
      "helmreleases.helm.toolkit.fluxcd.io of the cluster could not be read",
    ],
    [
      "settings",
      `if (${isConfig}) throw "configmaps is forbidden"; if (${isEngine}) { ${list(application())} }`,
      "configmaps (argocd-cm) of the cluster could not be read (error: configmaps is forbidden)",
    ],
  ])("without the right to read its %s the mesh is read all the same", async (_, program, says) => {
    const { code, err } = await adopt(program);
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining(says) });
  });
});
