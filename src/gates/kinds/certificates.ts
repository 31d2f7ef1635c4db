import type { KubernetesObject } from "../../mesh/mesh";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import type { CheckOf } from "../../plan/checks";
import type { CheckKinds } from "../kind";
import { commandLine } from "../quote";

/** The Secret that istiod serves with, whoever asks cert-manager for it and under whatever name. */
const servingSecret = "istiod-tls";
const resource = "certificates.cert-manager.io";

/** What cert-manager says of istiod's serving certificate. */
export const certificateChecks: Pick<CheckKinds, "istiod-certificate"> = {
  "istiod-certificate": {
    looksAt: ({ namespace }) => [{ ask: "get", resource, namespace }],
    holds: ({ has, lacks }, [answer]) => {
      const found = answer?.objects.find((one) => textAt(one, "spec", "secretName") === servingSecret);
      if (!found) return `no Certificate is for Secret ${servingSecret}`;
      const names = listAt(found, "spec", "dnsNames");
      const missing = has.filter((name) => !names.includes(name));
      if (missing.length > 0) return `${found.metadata.name} has no name ${missing.join(", ")}`;
      const left = lacks.filter((name) => names.includes(name));
      if (left.length > 0) return `${found.metadata.name} still has ${left.join(", ")}`;
      return isReady(found) || `${found.metadata.name} is not issued yet`;
    },
    command: (check, kubectl) => ({
      says: says(check),
      run: `found=$(${commandLine(kubectl, ...faults(check))}) && { [ "$found" = yes ] && echo yes || { echo "$found"; false; }; }`,
      expect: "yes",
    }),
    container: (check) => ({
      script: `end=$(($(date +%s) + $1))
until found=$(${commandLine("kubectl", ...faults(check))}) && [ "$found" = yes ]; do
  [ "$(date +%s)" -lt "$end" ] || { echo "$found"; exit 1; }
  sleep 5
done
`,
    }),
  },
};

function says({ namespace, has, lacks }: CheckOf<"istiod-certificate">): string {
  const not = lacks.length > 0 ? `, and not for ${lacks.join(" or ")}` : "";
  return `istiod's serving certificate (Secret ${namespace}/${servingSecret}) is issued for ${has.join(" and ")}${not}`;
}

/** Issued for the present spec: conditions of cert-manager say which generation they are of. */
function isReady(certificate: KubernetesObject): boolean {
  return listAt(certificate, "status", "conditions").some(
    (one) =>
      valueAt(one, "type") === "Ready" &&
      valueAt(one, "status") === "True" &&
      Number(valueAt(one, "observedGeneration") ?? 0) === Number(certificate.metadata["generation"] ?? 0),
  );
}

/** Prints `yes`, or what there is instead. */
function faults({ namespace, has, lacks }: CheckOf<"istiod-certificate">): readonly string[] {
  const names = [...has, ...lacks];
  const set = names.map((name, index) => `{{if eq . "${name}"}}{{$n${index} = true}}{{end}}`).join("");
  const declared = names.map((_, index) => `{{$n${index} := false}}`).join("");
  const holds = [...has.map((_, index) => `$n${index}`), ...lacks.map((_, index) => `(not $n${has.length + index})`)];
  const ready = `{{$ready := false}}{{$generation := .metadata.generation}}{{range .status.conditions}}{{if and (eq .type "Ready") (eq .status "True") (eq .observedGeneration $generation)}}{{$ready = true}}{{end}}{{end}}`;
  const verdict = `{{if and $ready ${holds.join(" ")}}}yes{{else}}{{.metadata.name}} is for {{.spec.dnsNames}}, issued: {{$ready}}{{end}}`;
  return [
    "get",
    resource,
    "-n",
    namespace,
    "-o",
    `go-template={{range .items}}{{if eq .spec.secretName "${servingSecret}"}}${declared}{{range .spec.dnsNames}}${set}{{end}}${ready}${verdict}{{end}}{{end}}`,
  ];
}
