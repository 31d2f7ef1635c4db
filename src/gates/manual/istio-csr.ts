import type { ManualStep } from "../../plan/manual-steps";
import type { Kubectl } from "../check-command";
import { quote } from "../quote";
import { sh, shellScript, variables } from "../script";
import type { ManualCommands } from "./commands";

/**
 * Where istio-csr keeps its list depends on who installed it, and neither is in the mesh's manifests: the object of cert-manager's operator for OpenShift, or
 * a Helm release, whose names are the usual ones here. Some releases of the operator take the list once and never again, so it is asked before.
 */
export function listRevisions(
  { revisions, leaves }: Extract<ManualStep, { step: "list-revisions" }>,
  kubectl: Kubectl,
): ManualCommands {
  const all = revisions.join(",");
  const why =
    leaves === undefined
      ? "istiod's certificate has a name for each of them, and a proxy refuses an istiod whose certificate has not"
      : `nothing is connected to ${leaves} any more, so its name leaves the certificate`;
  const patch = JSON.stringify({ spec: { istioCSRConfig: { istio: { revisions } } } });
  return {
    says: `Let istio-csr know exactly these revisions: ${revisions.join(" and ")}; ${why}. Where its configuration is in Git, change it there, and run nothing. Else run the one of these that fits: for an IstioCSR object, or for a Helm release (its names are the usual ones; put in yours).`,
    run: [
      shellScript(kubectl, `${variables({ patch: patch.replaceAll('"', '\\"') })}\n${body}`),
      `helm upgrade cert-manager-istio-csr jetstack/cert-manager-istio-csr --namespace cert-manager --reuse-values --wait --set ${quote(`app.istio.revisions={${all}}`)}`,
    ],
  };
}

const body = sh`
found=$(k get istiocsrs.operator.openshift.io -A -o "go-template={{range .items}}{{.metadata.namespace}} {{.metadata.name}}{{\"\\n\"}}{{end}}") || { echo "STOP: no IstioCSR can be read: where istio-csr is a Helm release, run the other command" >&2; exit 1; }
set -- $found
[ "$#" = 2 ] || { echo "STOP: expected one IstioCSR, found: $found" >&2; exit 1; }
k patch istiocsrs.operator.openshift.io "$2" -n "$1" --type merge -p "$patch" --dry-run=server >/dev/null || { echo "STOP: IstioCSR $1/$2 does not take another list: this release of the operator keeps the first one. Raise cert-manager's operator, or plan InPlace" >&2; exit 1; }
k patch istiocsrs.operator.openshift.io "$2" -n "$1" --type merge -p "$patch"`;
