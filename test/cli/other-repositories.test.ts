import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * A platform's repository has the Applications of all, and `mesh` is a folder in many of them: who reads another repository does not read this one.
 */

type Files = Record<string, string>;

const istio =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default, annotations: { argocd.argoproj.io/sync-options: 'Prune=false,Delete=false' } }\nspec: { version: v1.28.3, namespace: istio-system }\n";
const policy =
  "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: default }\nspec: { mtls: { mode: STRICT } }\n";
const mesh = { "mesh/istio.yaml": istio, "mesh/pa.yaml": policy };
const application = (name: string, url: string, namespace = "istio-system", path = "mesh") =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec: { project: default, source: { repoURL: "${url}", path: ${path}, targetRevision: main }, destination: { server: https://kubernetes.default.svc, namespace: ${namespace} } }\n`;
const flux = (name: string, source: string, path: string, more = "") =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { interval: 10m, path: ${path}, prune: true, sourceRef: { kind: GitRepository, name: ${source} }${more} }\n`;
const repository = (name: string, url: string) =>
  `---\napiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { interval: 1m, url: "${url}" }\n`;
const fleet = "https://github.com/acme/fleet.git";
const other = "https://github.com/acme/other.git";
const clone = (url: string) => ({ ".git/config": `[remote "origin"]\n\turl = ${url}\n` });

const byRoot = {
  ...mesh,
  "apps/root.yaml": application("root", fleet, "argocd", "apps"),
  "apps/mesh.yaml": application("mesh", "ssh://git@github.com/acme/fleet"),
  "apps/other.yaml": application("other", other, "other"),
};
const byFlux = {
  ...mesh,
  "clusters/prod/sync.yaml": flux("flux-system", "flux-system", "./clusters/prod") + repository("flux-system", fleet),
  "clusters/prod/mesh.yaml": flux("mesh", "flux-system", "./mesh", ", targetNamespace: istio-system"),
  "clusters/prod/shop.yaml": flux("shop", "shop", "./mesh", ", targetNamespace: shop") + repository("shop", other),
};
const byMost = {
  ...mesh,
  "routes/route.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: istio-system }\n",
  "apps/mesh.yaml": application("mesh", fleet),
  "apps/routes.yaml": application("routes", fleet, "istio-system", "routes"),
  "apps/other.yaml": application("other", other, "other"),
};
const byNothing = {
  ...mesh,
  "apps/mesh.yaml": application("mesh", fleet),
  "apps/other.yaml": application("other", other, "other"),
};

async function doubles(files: Files): Promise<readonly string[]> {
  const { out } = await runCli(["check", ".", "--distribution", "sail", "-o", "json"], folderWith(files));
  const { findings } = JSON.parse(out) as { findings: { rule: string; message: string }[] };
  return findings.flatMap(({ rule, message }) => (rule === "DUP001" ? [message] : []));
}

async function adopted(files: Files) {
  const folder = folderWith(files);
  const { code, err } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
  const [file, copy] = ["mesh.yaml", "adopted/peerauthentication-default.yaml"].map((name) => join(folder, name));
  const read = (name = "") => (existsSync(name) ? parse(readFileSync(name, "utf8")) : undefined);
  return { code, err, spec: read(file)?.spec, namespace: read(copy)?.metadata.namespace };
}

test.each<[what: string, files: Files]>([
  ["the root Application tells", byRoot],
  ["Flux's own Kustomization tells", byFlux],
  ["most name one", byMost],
  ["nothing tells which it is", byNothing],
])("two of two repositories apply nothing twice: %s", async (_, files) => {
  expect(await doubles(files)).toEqual([]);
});

test("two of one do, by whatever address", async () => {
  const files = { ...byNothing, "apps/other.yaml": application("other", "git@github.com:acme/Fleet.git") };
  expect(await doubles(files)).toEqual([expect.stringContaining("Application mesh and Application other both apply")]);
});

test.each<[what: string, files: Files, url: string]>([
  ["the root Application tells", byRoot, "ssh://git@github.com/acme/fleet"],
  ["Flux's own Kustomization tells", byFlux, ""],
  ["most name one", byMost, fleet],
  ["the remote of the clone tells", { ...byNothing, ...clone("git@github.com:acme/fleet.git") }, fleet],
])("adopt goes by those of this repository: %s", async (_, files, url) => {
  const { code, err, spec, namespace } = await adopted(files);
  expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining("different things") });
  expect(namespace).toBe("istio-system");
  if (url !== "") expect(spec.delivery.repository.url).toBe(url);
  expect(err).not.toContain("this clone is of");
});

test("who reads a repository that is no remote of the clone is told", async () => {
  const { err } = await adopted({ ...mesh, "apps/other.yaml": application("other", other, "other"), ...clone(fleet) });
  expect(err).toContain("Application/argocd/other reads mesh of acme/other, and this clone is of acme/fleet");
});
