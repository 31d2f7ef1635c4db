import { firstFew } from "../../basics/first-few";
import { InputError } from "../../findings/input-error";
import { type KubernetesObject, objectId } from "../../mesh/mesh";
import { apiGroup, kindOf } from "../../objects/kubernetes-object";
import type { Found } from "./input/found";

/** What envsubst or Flux would fill in; `${1}` is the group of a regular expression. */
const placeholder = /\$\{[A-Za-z_][^}]*\}/g;

/** Groups whose objects have no use for such a text of their own. */
const ofMesh: readonly string[] = [
  "gateway.networking.k8s.io",
  "networking.istio.io",
  "security.istio.io",
  "sailoperator.io",
];

/** Programs and patches of configurations may say anything. */
const free: readonly string[] = ["networking.istio.io/EnvoyFilter"];

/**
 * Whoever fills in variables does so on the way to the cluster, and nobody does in a live folder.
 * @param spec what mesh.yaml would say
 * @throws InputError for a variable that would stand there, and for one in a carried object that has no use for it
 */
export function refusePlaceholders(
  spec: object,
  { described, carried }: { readonly described: readonly Found[]; readonly carried: readonly Found[] },
): void {
  const said = JSON.stringify(spec);
  const open = [
    ...described.map((one) => ({ one, left: placeholdersIn(one).filter((text) => said.includes(text)) })),
    ...carried.map((one) => ({ one, left: isOfMesh(one.object) ? placeholdersIn(one) : [] })),
  ];
  const first = open.find(({ left }) => left.length > 0);
  if (!first) return;
  const { one, left } = first;
  throw InputError.of(`${objectId(one.object)} holds ${firstFew(left)}, and nothing here says what that becomes`, {
    place: one.place,
    hint: "In a live folder nobody fills it in. Adopt what it becomes: flux build kustomization NAME --path FOLDER | meshstep adopt -, envsubst < FILE | meshstep adopt -, or the cluster with --context.",
  });
}

/** What others carry is carried as it stands: scripts have variables, too. */
export function placeholderNotes(found: readonly Found[]): readonly string[] {
  const open = found.flatMap(({ object }) => {
    const [text] = JSON.stringify(object).match(placeholder) ?? [];
    return text === undefined ? [] : [`${text} in ${objectId(object)}`];
  });
  return open.length === 0 ? [] : [`placeholders stand as they are, for whoever fills them in: ${firstFew(open)}`];
}

function isOfMesh(object: KubernetesObject): boolean {
  return (kindOf(object) === "/Namespace" || ofMesh.includes(apiGroup(object))) && !free.includes(kindOf(object));
}

/** What a cluster has is what runs. */
function placeholdersIn({ object, live }: Found): readonly string[] {
  return live ? [] : [...new Set(JSON.stringify(object).match(placeholder) ?? [])];
}
