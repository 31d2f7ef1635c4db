import { grouped } from "../../../basics/grouped";
import type { MeshPath } from "../../../findings/finding";
import { labelOfWait, labelsOfCommand } from "../../../gates/labels";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt } from "../../../objects/object-paths";
import type { CheckedObject } from "../../../rules/rule";

/** A label of a Namespace, and the argument of a Job that says so. */
interface Said {
  readonly namespace: string;
  readonly key: string;
  readonly value: string;
  readonly job: CheckedObject;
  readonly at: MeshPath;
  /** Whether the Job writes it. @default it waits for it */
  readonly isWritten: boolean;
}

/**
 * The Namespaces that Jobs label with kubectl or wait for until they are labelled: nobody writes them here, and the mesh relies on those labels. What is said
 * of a label stands at the argument of the Job.
 */
export function labelledByJobs(objects: readonly CheckedObject[]): readonly CheckedObject[] {
  const jobs = objects.filter(({ object }) => kindOf(object) === "batch/Job");
  return [...grouped(jobs.flatMap(saidBy), ({ namespace }) => namespace)].map(([name, said]) => {
    // What is written is so in the end, whatever was waited for before.
    const labels = new Map(
      [...said].sort((a, b) => Number(a.isWritten) - Number(b.isWritten)).map((one) => [one.key, one]),
    );
    const metadata = { name, labels: Object.fromEntries([...labels].map(([key, { value }]) => [key, value])) };
    const [first] = said as readonly [Said, ...Said[]];
    const locate = ([, , key]: MeshPath) => {
      const { job, at } = labels.get(String(key)) ?? first;
      return job.locate?.(at) as ReturnType<NonNullable<CheckedObject["locate"]>>;
    };
    return {
      object: { apiVersion: "v1", kind: "Namespace", metadata },
      assumed: true,
      ...(first.job.file !== undefined && { file: first.job.file }),
      ...(first.job.locate && { locate }),
    };
  });
}

function saidBy(job: CheckedObject): readonly Said[] {
  return ["initContainers", "containers"].flatMap((list) =>
    listAt(job.object, "spec", "template", "spec", list).flatMap((container, index) => {
      const args = listAt(container, "args");
      const written = labelsOfCommand(args);
      const { namespace, labels } = written ?? labelOfWait(args) ?? { namespace: "", labels: {} };
      return Object.entries(labels).map(([key, value]) => {
        const argument = args.findIndex((one) => typeof one === "string" && one.endsWith(`=${value}`));
        const at = ["spec", "template", "spec", list, index, "args", argument];
        return { namespace, key, value, job, at, isWritten: written !== undefined };
      });
    }),
  );
}
