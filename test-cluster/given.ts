import type { Cluster, EngineName } from "./cluster";
import { ask, must } from "./process";

/**
 * The cluster that KUBECONFIG names, or why it is left alone: nothing is walked through a cluster that already has a mesh, or whose operator is another.
 * Engines are used where their kinds are served and MESHSTEP_TEST_GIT says where they read: `NAME.git` below it must exist, and take our pushes.
 */
export async function givenCluster(versions: readonly string[]): Promise<Cluster | { readonly missing: string }> {
  const env = process.env;
  const kubectl = (...args: string[]) => ask("kubectl", args, { env });
  const context = (await kubectl("config", "current-context")).out.trim();
  const name = `context ${context} of KUBECONFIG`;
  const crd = await kubectl("get", "crd", "istios.sailoperator.io", "-o", "json");
  if (crd.code !== 0) return { missing: `${name}: ${crd.all.trim().split("\n").at(-1)}` };
  const lacking = versions.filter((version) => !crd.out.includes(`"${version}"`));
  if (lacking.length > 0) return { missing: `${name}: its Sail Operator does not know ${lacking.join(", ")}` };
  const meshes = await kubectl("get", "istios,istiocnis,ztunnels", "-o", "name");
  if (meshes.out.trim()) return { missing: `${name} has a mesh: ${meshes.out.trim().split("\n").join(", ")}` };
  const git = env["MESHSTEP_TEST_GIT"];
  const serves = async (kind: string) => git !== undefined && (await kubectl("get", "crd", kind)).code === 0;
  const engines: EngineName[] = [
    "kubectl",
    ...((await serves("applications.argoproj.io")) ? ["argocd" as const] : []),
    ...((await serves("kustomizations.kustomize.toolkit.fluxcd.io")) ? ["flux" as const] : []),
  ];
  return {
    name,
    env,
    isOurs: false,
    engines,
    repository: async (mesh) => `${git}/${mesh}.git`,
    operator: async (release) => {
      throw new Error(`${name} is not ours: operator ${release} is not put into it`);
    },
    podSeconds: async () => {},
    jobLog: (namespace, pod, container) => must("kubectl", ["logs", "-n", namespace, pod, "-c", container], { env }),
    stop: async () => {},
  };
}
