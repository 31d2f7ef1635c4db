import { grouped } from "../../basics/grouped";
import type { Finding, MeshPath } from "../../findings/finding";
import { listAt, textAt } from "../../objects/object-paths";
import { about, type CheckedObject, fewOf } from "../rule";
import { allows, repository } from "./app-projects";
import { sourcesIn } from "./application-sources";

interface Application {
  readonly one: CheckedObject;
  readonly spec: MeshPath;
}

/** Repositories that a project does not let its Applications read: said of the Application, or of the project where several read one (DEL014). */
export function refusedSources(project: CheckedObject, applications: readonly Application[]): readonly Finding[] {
  const repositories = listAt(project.object, "spec", "sourceRepos").map((it) => repository(String(it)));
  const { name } = project.object.metadata;
  const refused = applications.flatMap(({ one, spec }) =>
    sourcesIn(one.object, spec).flatMap((source) => {
      const at = [...source, "repoURL"];
      const url = textAt(one.object, ...at);
      return url === undefined || url.includes("{{") || allows(repositories, repository(url)) ? [] : [{ one, at, url }];
    }),
  );
  const hint = "Add it to spec.sourceRepos of the project.";
  return [...grouped(refused, ({ url }) => repository(url)).values()].flatMap((some) => {
    const [first] = some;
    const kinds = [...new Set(some.map(({ one }) => one.object.kind))];
    const { shown, many } = fewOf(some.map(({ one }) => one.object.metadata.name));
    if (!first) return [];
    const { one, at, url } = first;
    if (!many) {
      const message = `AppProject ${name} does not let it read from ${url}: Argo CD refuses the ${one.object.kind}`;
      return [about("DEL014", one, { at, message, hint })];
    }
    const whose = `${kinds.length === 1 ? kinds[0] : "Application"}s`;
    const message = `AppProject ${name} does not let ${shown} read from ${url}: Argo CD refuses these ${whose}`;
    return [about("DEL014", project, { at: ["spec", "sourceRepos"], message, hint })];
  });
}
