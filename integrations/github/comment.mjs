/**
 * Writes the comments of `meshstep diff -o markdown` and `meshstep verify -o markdown` to a pull request: comments that are
 * there are updated, and parts that are not needed any more are deleted. A comment is recognised by its first line.
 *
 *   node comment.mjs comments.md
 */
import { readFileSync } from "node:fs";

const {
  GITHUB_API_URL = "https://api.github.com",
  GITHUB_REPOSITORY,
  MESHSTEP_TOKEN,
  MESHSTEP_PULL_REQUEST,
} = process.env;
const separator = "<!-- meshstep:diff next-comment -->\n";
const perPage = 100;

const wanted = new Map(
  readFileSync(process.argv[2], "utf8")
    .split(separator)
    .filter((body) => body.trim() !== "")
    .map((body) => [firstLine(body), body]),
);
const rows = new Set([...wanted.keys()].map(rowOf));

for (const { id, body } of await existing()) {
  const marker = firstLine(body);
  if (wanted.has(marker)) {
    const text = wanted.get(marker);
    wanted.delete(marker);
    if (text !== body) await call("PATCH", `issues/comments/${id}`, { body: text });
  } else if (rowOf(marker) !== undefined && rows.has(rowOf(marker))) {
    await call("DELETE", `issues/comments/${id}`);
  }
}
for (const body of wanted.values()) await call("POST", `issues/${MESHSTEP_PULL_REQUEST}/comments`, { body });

async function existing() {
  const comments = [];
  for (let page = 1; ; page += 1) {
    const found = await call("GET", `issues/${MESHSTEP_PULL_REQUEST}/comments?per_page=${perPage}&page=${page}`);
    comments.push(...found);
    if (found.length < perPage) return comments;
  }
}

async function call(method, path, body) {
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${MESHSTEP_TOKEN}`,
      "content-type": "application/json",
      "x-github-api-version": "2022-11-28",
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) {
    console.error(`${method} ${path}: ${response.status} ${(await response.text()).slice(0, 500)}`);
    process.exit(1);
  }
  return response.status === 204 ? undefined : response.json();
}

/** GitHub may send line ends of its own. */
function firstLine(body) {
  return body.split(/\r?\n/, 1)[0];
}

/** What a comment is about: one comparison of a mesh, or each of its phases, or a verification. Undefined for comments that are not ours. */
function rowOf(marker) {
  const [, what, mesh, phase] = /^<!-- meshstep:(diff|verify) mesh=(\S+)( phase=\d+)? part=\d+ -->$/.exec(marker) ?? [];
  return mesh && `${what} of ${mesh}${phase ? ", phase by phase" : ""}`;
}
