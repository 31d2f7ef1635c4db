import { loadMeshes } from "../../src/mesh/load";
import { folderWith, inputErrorOf } from "../support/folder";
import { meshText } from "../support/mesh-text";

function load(delivery: string) {
  const cwd = folderWith({ "mesh.yaml": meshText("east", `  delivery: ${delivery}\n`) });
  return [...loadMeshes(["mesh.yaml"], { cwd })];
}

describe("parts of spec.delivery that contradict each other", () => {
  test.each<[string, string]>([
    [
      "{ engine: argocd, argocd: { destination: { server: 'https://east:6443', name: east } } }",
      "mesh.yaml:10:91: spec.delivery.argocd.destination.name: the cluster is said twice, by its server and by its name; Argo CD takes one of them\n" +
        "  keep one",
    ],
    [
      "{ engine: flux, repository: { url: 'https://git.example.com/mesh' }, flux: { sourceRef: { name: live } } }",
      "mesh.yaml:10:48: spec.delivery.repository.url: GitRepository live of spec.delivery.flux.sourceRef says where Flux reads from, so this would have no effect\n" +
        "  keep sourceRef for a source of yours, or the url to have a GitRepository written",
    ],
    [
      "{ engine: flux, repository: { url: 'git@git.example.com:team/mesh.git' } }",
      "mesh.yaml:10:48: spec.delivery.repository.url: Flux takes http, https and ssh URLs only\n" +
        "  write it as ssh://git@git.example.com/team/mesh.git",
    ],
    [
      "{ engine: argocd, repository: { url: 'https://me:secret@git.example.com/mesh' } }",
      'mesh.yaml:10:50: spec.delivery.repository.url: expected the URL of a Git repository, without credentials, such as https://git.example.com/team/mesh.git, got "https://me:secret@git.example.com/mesh"',
    ],
  ])("%s", (delivery, message) => {
    expect(inputErrorOf(() => load(delivery))).toBe(message);
  });

  test.each([
    "{ engine: argocd, repository: { url: 'git@git.example.com:team/mesh.git' } }",
    // What the other engine would read waits for its turn.
    "{ engine: argocd, repository: { url: 'https://git.example.com/mesh' }, flux: { sourceRef: { name: live } } }",
    "{ engine: flux, argocd: { destination: { server: 'https://east:6443', name: east } } }",
  ])("%s is fine", (delivery) => {
    expect(load(delivery)).toHaveLength(1);
  });
});
