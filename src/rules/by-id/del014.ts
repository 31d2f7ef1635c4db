import { nearest } from "../../basics/nearest";
import { scopeOf } from "../../delivery/permissions";
import type { Finding, MeshPath } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { apiGroup } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { allows, holdsKind, namespacesAt, repository } from "../engines/app-projects";
import { applicationSpec, sourcesIn } from "../engines/application-sources";
import { appliedBy } from "../engines/readers";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

/** What Argo CD refuses because of the AppProject that an Application is in. */
export const del014: Rule = {
  id: "DEL014",
  state: (set) => {
    const projects = objectsOf(set, "argoproj.io", "AppProject");
    return applicationsIn(set).flatMap((application) => {
      const project = projects.find((it) => isOf(it, application));
      if (!project) return lost(application, projects, set);
      return [
        ...fromElsewhere(application, project),
        ...toElsewhere(application, project),
        ...applied(set, application, project),
      ];
    });
  },
};

/** An Application, or the template of an ApplicationSet. */
interface Application {
  readonly one: CheckedObject;
  readonly spec: MeshPath;
  readonly project: string;
  readonly destination: unknown;
}

function applicationsIn(set: ManifestSet): readonly Application[] {
  return set.objects.flatMap((one) => {
    const spec = applicationSpec(one.object);
    const project = spec && textAt(one.object, ...spec, "project");
    if (!spec || project === undefined || project.includes("{{")) return [];
    return [{ one, spec, project, destination: valueAt(one.object, ...spec, "destination") }];
  });
}

/** Argo CD has its projects in its own namespace; Applications elsewhere are let in by name. */
function isOf(project: CheckedObject, { one, project: name }: Application): boolean {
  const { metadata } = project.object;
  if (metadata.name !== name) return false;
  const [home, from] = [metadata.namespace, one.object.metadata.namespace];
  return (
    home === from ||
    (from !== undefined && allows(listAt(project.object, "spec", "sourceNamespaces").map(String), from))
  );
}

function lost(application: Application, projects: readonly CheckedObject[], set: ManifestSet): readonly Finding[] {
  const { one, spec, project } = application;
  const elsewhere = projects.find(({ object }) => object.metadata.name === project);
  if (elsewhere) {
    const { namespace } = elsewhere.object.metadata;
    const message = `AppProject ${project} is in namespace ${namespace}, and does not name this one under sourceNamespaces: Argo CD refuses the ${one.object.kind}`;
    return [about("DEL014", one, { at: [...spec, "project"], message, severity: "warning" })];
  }
  const there = projects.filter(({ object }) => object.metadata.namespace === one.object.metadata.namespace);
  const near =
    project === "default"
      ? undefined
      : nearest(
          project,
          there.map(({ object }) => object.metadata.name),
        );
  const meant = near ?? meantBy(application, there, set);
  if (meant === undefined) return [];
  const message = `AppProject ${project} is not among these manifests, and others are: Argo CD refuses an ${one.object.kind} whose project is not there`;
  return [
    about("DEL014", one, {
      at: [...spec, "project"],
      ...(near === undefined && { severity: "warning" as const }),
      message,
      hint: `Did you mean ${meant}?`,
    }),
  ];
}

/** A project that nobody here is in, and that has been written for the repository and the destination of this Application. */
function meantBy(application: Application, there: readonly CheckedObject[], set: ManifestSet): string | undefined {
  // A template may fill in any.
  const isFilledIn = objectsOf(set, "argoproj.io", "ApplicationSet").some(({ object }) =>
    textAt(object, "spec", "template", "spec", "project")?.includes("{{"),
  );
  if (application.project === "default" || isFilledIn) return undefined;
  const [free, second] = there.filter((it) => !applicationsIn(set).some((other) => isOf(it, other)));
  if (!free || second) return undefined;
  const isOpen = listAt(free.object, "spec", "sourceRepos").includes("*");
  const refused = [
    ...fromElsewhere(application, free),
    ...toElsewhere(application, free),
    ...applied(set, application, free),
  ];
  return isOpen || refused.length > 0 ? undefined : free.object.metadata.name;
}

function fromElsewhere({ one, spec, project }: Application, { object }: CheckedObject): readonly Finding[] {
  const repositories = listAt(object, "spec", "sourceRepos").map((it) => repository(String(it)));
  return sourcesIn(one.object, spec).flatMap((source) => {
    const at = [...source, "repoURL"];
    const url = textAt(one.object, ...at);
    if (url === undefined || url.includes("{{") || allows(repositories, repository(url))) return [];
    const message = `AppProject ${project} does not let it read from ${url}: Argo CD refuses the ${one.object.kind}`;
    return [about("DEL014", one, { at, message, hint: "Add it to spec.sourceRepos of the project." })];
  });
}

function toElsewhere({ one, spec, project, destination }: Application, { object }: CheckedObject): readonly Finding[] {
  const namespaces = namespacesAt(object, destination);
  const own = textAt(destination, "namespace");
  if (namespaces === undefined || own?.includes("{{") || allows(namespaces, own ?? "")) return [];
  // Without a namespace of its own an Application may go wherever its project lets it.
  if (own === undefined && namespaces.length > 0) return [];
  const where = own === undefined ? "that cluster" : `namespace ${own}`;
  const message = `AppProject ${project} does not let it go to ${where}: Argo CD refuses the ${one.object.kind}`;
  return [
    about("DEL014", one, {
      at: [...spec, "destination"],
      message,
      hint: "Add it to spec.destinations of the project.",
    }),
  ];
}

/** Kinds that the project does not hold, each once, and namespaces that it does not reach. */
function applied(set: ManifestSet, application: Application, project: CheckedObject): readonly Finding[] {
  const { one, destination } = application;
  const said = new Set<string>();
  const namespaces = namespacesAt(project.object, destination);
  return appliedBy(set, one).flatMap((it) => {
    const refused = kindRefused(project, it) ?? namespaceRefused(namespaces, it);
    if (!refused || said.has(refused.what)) return [];
    said.add(refused.what);
    const { list, what, severity } = refused;
    const message = `${one.object.kind} ${one.object.metadata.name} applies ${objectId(it.object)}, and its project ${project.object.metadata.name} allows no ${what}: the sync fails`;
    return [
      about("DEL014", project, {
        at: ["spec", list],
        message,
        severity,
        hint: `${list.endsWith("Blacklist") ? "Take it from" : "Add it to"} spec.${list}.`,
      }),
    ];
  });
}

interface Refused {
  /** The list that it should be in, or not. */
  readonly list: string;
  readonly what: string;
  readonly severity: "error" | "warning";
}

function kindRefused(project: CheckedObject, { object }: CheckedObject): Refused | undefined {
  const [group, { kind }, scope] = [apiGroup(object), object, scopeOf(object)];
  const holds = (list: string) => holdsKind(listAt(project.object, "spec", list), group, kind);
  const isGiven = (list: string) => valueAt(project.object, "spec", list) !== undefined;
  const refused = (list: string): Refused => ({
    list,
    what: `${kind}${group === "" ? "" : ` of ${group}`}`,
    severity: "error",
  });
  if (scope === "either") return undefined;
  const [white, black] =
    scope === "cluster"
      ? ["clusterResourceWhitelist", "clusterResourceBlacklist"]
      : ["namespaceResourceWhitelist", "namespaceResourceBlacklist"];
  if (holds(black)) return refused(black);
  // Nothing said of namespaced kinds allows all of them, of the others none.
  const isOpen = scope === "namespaced" && !isGiven(white);
  return isOpen || holds(white) ? undefined : refused(white);
}

/** A kustomization may write another namespace than the file has. */
function namespaceRefused(namespaces: readonly string[] | undefined, { object }: CheckedObject): Refused | undefined {
  const { namespace } = object.metadata;
  if (namespaces === undefined || namespace === undefined || allows(namespaces, namespace)) return undefined;
  return { list: "destinations", what: `namespace ${namespace}`, severity: "warning" };
}
