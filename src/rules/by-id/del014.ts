import { nearest } from "../../basics/nearest";
import type { Finding, MeshPath } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { allows, namespacesAt, repository } from "../engines/app-projects";
import { applicationSpec, sourcesIn } from "../engines/application-sources";
import { refusedObjects } from "../engines/project-kinds";
import { refusedSources } from "../engines/project-sources";
import { closedWindows } from "../engines/sync-windows";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

/** What Argo CD refuses because of the AppProject that an Application is in. */
export const del014: Rule = {
  id: "DEL014",
  state: (set) => {
    const projects = objectsOf(set, "argoproj.io", "AppProject");
    const applications = applicationsIn(set);
    return [
      ...applications.flatMap((application) => {
        const project = projects.find((it) => isOf(it, application));
        if (!project) return lost(application, projects, set);
        return [...toElsewhere(application, project), ...refusedObjects(set, application, project)];
      }),
      ...projects.flatMap((project) => {
        const own = applications.filter((one) => projects.find((it) => isOf(it, one)) === project);
        return [...refusedSources(project, own), ...closedWindows(project, own)];
      }),
    ];
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
  if (meant === undefined) return besideItsOwn(application, there, set);
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

/**
 * A project that is called after one of these manifests (`mesh`, `mesh-tenants`), of an Application that reads the same repository as those
 * in that one: who writes the one down beside its Applications does so with the other.
 */
function besideItsOwn(
  { one, spec, project }: Application,
  there: readonly CheckedObject[],
  set: ManifestSet,
): readonly Finding[] {
  const urls = (it: Pick<Application, "one" | "spec">) =>
    sourcesIn(it.one.object, it.spec).map((source) => repository(textAt(it.one.object, ...source, "repoURL") ?? ""));
  const words = project.split("-");
  const beside = there.find(
    (it) =>
      it.object.metadata.name.split("-").some((word) => word.length > 2 && words.includes(word)) &&
      applicationsIn(set).some(
        (other) => isOf(it, other) && urls(other).some((url) => urls({ one, spec }).includes(url)),
      ),
  );
  // A template may fill in any.
  if (!beside || project === "default" || one.object.kind !== "Application") return [];
  const message = `AppProject ${project} is not among these manifests, and ${beside.object.metadata.name} is: where nothing else makes it, Argo CD does nothing of the ${one.object.kind}`;
  return [
    about("DEL014", one, {
      at: [...spec, "project"],
      severity: "warning",
      message,
      hint: `Add the AppProject, or write ${beside.object.metadata.name}.`,
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
    ...refusedSources(free, [application]),
    ...toElsewhere(application, free),
    ...refusedObjects(set, application, free),
  ];
  return isOpen || refused.length > 0 ? undefined : free.object.metadata.name;
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
