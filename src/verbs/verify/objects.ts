import { type Answer, type GetQuery, whereOf } from "../../gates/query";
import type { KubernetesObject } from "../../mesh/mesh";
import type { Client } from "./client";
import { wordsOf } from "./refusal";

const nothing: Answer = { objects: [], texts: [] };

/**
 * Answers to `get` queries: those of one kind in one namespace are asked at once, and sorted out here.
 * @returns by the query
 */
export async function readObjects(
  client: Client,
  queries: readonly GetQuery[],
): Promise<ReadonlyMap<GetQuery, Answer>> {
  const groups = new Map<string, GetQuery[]>();
  for (const query of queries) {
    const key = `${query.resource} ${query.namespace ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), query]);
  }
  const answers = new Map<GetQuery, Answer>();
  await inTurn([...groups.values()], async (members) => {
    const answer = await readGroup(client, members);
    for (const query of members) answers.set(query, answer.failed === undefined ? matching(answer, query) : answer);
  });
  return answers;
}

/** Few at a time: each is a process. */
async function inTurn<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}

async function readGroup(client: Client, members: readonly GetQuery[]): Promise<Answer> {
  const [first] = members as [GetQuery];
  const { resource, namespace } = first;
  const names = members.every(({ name }) => name !== undefined)
    ? [...new Set(members.map(({ name }) => name ?? ""))]
    : [];
  const { code, stdout, stderr } = await client.kubectl([
    "get",
    resource,
    ...names,
    ...whereOf(first),
    "--ignore-not-found",
    "-o",
    "json",
  ]);
  if (code !== 0) return { ...nothing, failed: whyNot(stderr, resource, namespace) };
  const objects = stdout.trim() === "" ? [] : objectsOf(stdout);
  if (!objects) {
    return {
      ...nothing,
      failed: `${client.options.kubectl} get ${resource} does not print JSON, but ${start(stdout)}`,
    };
  }
  return { ...nothing, objects: objects.map((one) => withKind(one, resource)) };
}

/** What `-o json` prints: an object or a list of them. Undefined for anything else, which a wrapper around kubectl may print. */
function objectsOf(stdout: string): readonly KubernetesObject[] | undefined {
  try {
    const found = JSON.parse(stdout) as KubernetesObject;
    if (found.kind !== "List") return found.metadata === undefined ? undefined : [found];
    return Array.isArray(found["items"]) ? (found["items"] as KubernetesObject[]) : undefined;
  } catch {
    return undefined;
  }
}

function start(text: string): string {
  return JSON.stringify(text.trim().slice(0, 40));
}

/** Items of a list may leave out what the list says for all of them. */
function withKind(object: KubernetesObject, resource: string): KubernetesObject {
  return object.kind ? object : { ...object, kind: resource };
}

function matching({ objects }: Answer, { name, selector }: GetQuery): Answer {
  return {
    ...nothing,
    objects: objects.filter(
      ({ metadata }) => (name === undefined || metadata.name === name) && matches(metadata.labels ?? {}, selector),
    ),
  };
}

/** The selectors of checks: `a=b` and `a!=b`, all of which must hold. */
function matches(labels: Readonly<Record<string, string>>, selector = ""): boolean {
  return selector
    .split(",")
    .filter(Boolean)
    .every((part) => {
      const [, key = "", operator, value] = /^([^!=]+)(!?=)(.*)$/.exec(part) ?? [];
      return operator === "!=" ? labels[key] !== value : labels[key] === value;
    });
}

/** The verb and the resource that are refused, or what the API server says. */
export function whyNot(stderr: string, resource: string, namespace: string | undefined): string {
  const forbidden = /cannot (\w+) resource "([^"]+)" in API group "([^"]*)"/.exec(stderr);
  if (forbidden) {
    const [, verb, plural, group] = forbidden;
    const where = namespace === undefined ? "of the cluster" : `in namespace ${namespace}`;
    return `you may not ${verb} ${plural}${group ? `.${group}` : ""} ${where}`;
  }
  if (/doesn't have a resource type/.test(stderr)) return `the cluster does not know ${resource}`;
  // kubectl exec says last how the program ended; why, that said before.
  const words = wordsOf(stderr);
  return words.findLast((line) => !/^command terminated with exit code/.test(line)) ?? words.at(-1) ?? "no answer";
}
