import { commentLimit, partSeparator } from "../../../src/cli/reporters/comment-parts";
import { diffComments } from "../../../src/cli/reporters/diff-markdown";
import { code } from "../../../src/cli/reporters/diff-markdown-parts";
import { checked } from "../../../src/render/render";
import { manifestsOf } from "../../../src/snapshot/write/manifest-files";
import { type Comparison, compareFolder, comparePhases, type Row, rowOf } from "../../../src/verbs/diff/comparison";
import { planOf, waypoint } from "../../plan/support";
import { brokenMarkdown } from "../../support/comments";
import { expectGolden } from "../../support/golden";

const row = rowOf(
  checked(
    planOf("openshift ambient 3.1.1 v1.26.3 -> v1.26.4", {
      namespaces: [{ name: "bookinfo", waypoint: { name: "waypoint" } }],
      waypoints: [waypoint],
      operator: { release: "3.1.1", subscription: { namespace: "openshift-operators", channel: "stable-3.1" } },
    }),
  ),
);

/** Its versions come with what keeps their old behaviour. */
const keeping = rowOf(
  checked(
    planOf("sail ambient 1.30.3 v1.28.10 -> v1.29.6", {
      upgrade: { keepBehaviour: ["circuit-breaker-remaining-metrics", "iptables-reconcile-default"] },
    }),
  ),
);

const filesOf = ({ rendered, tree }: Row, phase: number) =>
  new Map(manifestsOf(tree, rendered.plan.phases[phase]?.dir ?? ""));

/** The folder of phase 1 with these files instead; `undefined` takes one away. */
function live(edits: Readonly<Record<string, string | undefined>>, to: number): Comparison {
  const files = filesOf(row, 1);
  for (const [path, text] of Object.entries(edits)) {
    if (text === undefined) files.delete(path);
    else files.set(path, text);
  }
  return compareFolder(row, { label: "live/prod", files }, () => to);
}

const cni = "mesh/30-cni/istiocni-default.yaml";

describe("golden", () => {
  const edited = {
    [cni]: filesOf(row, 1).get(cni)?.replace("spec:", "spec: # by hand\n  values: {}"),
    "README.md": "# Live | `folder`\n",
    "mesh/50-waypoints/gateway-waypoint.yaml": undefined,
    "mesh/50-waypoints/kustomization.yaml": "resources: []\n",
    "namespaces/namespace-bookinfo.yaml": `${filesOf(row, 1).get("namespaces/namespace-bookinfo.yaml")}# a comment\n`,
  };

  test.each<[string, Comparison]>([
    ["a-step-with-work-for-people", comparePhases(row, 0, 1)],
    ["a-step", comparePhases(row, 2, 3)],
    ["several-steps", comparePhases(row, 1, 4)],
    ["what-stays-as-it-was", comparePhases(keeping, 0, 2)],
    ["a-new-behaviour", comparePhases(keeping, 5, 6)],
    ["going-back", comparePhases(row, 4, 2)],
    ["an-empty-folder", compareFolder(row, { label: "live/prod", files: new Map() }, () => 0)],
    ["edited-by-hand", live(edited, 2)],
    ["put-right", live(edited, 1)],
    ["nothing-differs", live({}, 1)],
  ])("%s", (name, comparison) => {
    const [comment = "", ...others] = diffComments(comparison, false);
    expect(others).toEqual([]);
    expect(brokenMarkdown(comment)).toEqual([]);
    expectGolden(`diff/${name}.md`, comment);
  });
});

test("the marker is the same from run to run, and names the phase where several comparisons are printed", () => {
  const first = (comparison: Comparison, numbered: boolean) => diffComments(comparison, numbered)[0]?.split("\n")[0];
  expect(first(comparePhases(row, 0, 1), false)).toBe("<!-- meshstep:diff mesh=test part=1 -->");
  expect(first(comparePhases(row, 2, 3), false)).toBe("<!-- meshstep:diff mesh=test part=1 -->");
  expect(first(comparePhases(row, 2, 3), true)).toBe("<!-- meshstep:diff mesh=test phase=3 part=1 -->");
});

describe("what is in the files cannot break the comment", () => {
  const nasty = [
    "```",
    "````diff",
    "</details>",
    partSeparator,
    "| a | b |",
    "line\rwith a carriage return",
    "🚀".repeat(3000),
    "<script>alert(1)</script>",
  ];

  test("fences, tags, tables, long lines and half characters", () => {
    const comments = diffComments(
      live({ "a`b<i>|c.yaml": `${nasty.join("\n")}\n`, "ConfigMap.yaml": nastyObject() }, 2),
      false,
    );
    expect(comments.length).toBe(1);
    expect(comments.flatMap(brokenMarkdown)).toEqual([]);
    const [comment = ""] = comments;
    expect(comment.split("\n")).not.toContain(partSeparator);
    expect(comment).toContain("`````diff\n");
    expect(comment).toContain("<code>a`b&lt;i&gt;|c.yaml</code>");
    expect(comment).toContain("| file ``a`b<i>\\|c.yaml`` |  | removed |  |");
    expect(comment).toContain("🚀… (4002 more characters)\n");
  });

  function nastyObject(): string {
    const data = Object.fromEntries(nasty.map((line, index) => [`k${index}|\n`, line]));
    return JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "`|\n" }, data });
  }

  test("large folders take several comments, each whole and within the limit, with every line of the diff", () => {
    const lines = Array.from({ length: 6000 }, (_, index) => `${index}: ${"🚀é".repeat(index % 20)}`);
    const objects = Array.from({ length: 600 }, (_, index) => {
      const spec = { [`field-${index}`]: "v".repeat(100) };
      return JSON.stringify({ apiVersion: "v1", kind: "Thing", metadata: { name: `t${index}` }, spec });
    });
    const comments = diffComments(
      live({ "large.txt": lines.join("\n"), "many.yaml": objects.join("\n---\n") }, 2),
      false,
    );
    expect(comments.length).toBeGreaterThan(3);
    comments.forEach((comment, index) => {
      expect(comment.startsWith(`<!-- meshstep:diff mesh=test part=${index + 1} -->\n## test: phase 2 of 5`)).toBe(
        true,
      );
      expect(comment).toContain(`_Part ${index + 1} of ${comments.length}${index ? ", continued" : ""}._`);
      expect(comment.length).toBeLessThanOrEqual(commentLimit);
      expect(brokenMarkdown(comment)).toEqual([]);
    });
    const all = comments.join("").split("\n");
    expect(all.filter((line) => /^-\d+: /.test(line))).toEqual(lines.map((line) => `-${line}`));
    expect(all.filter((line) => line.startsWith("| `Thing/")).length).toBe(600);
  });
});

test.each([
  ["", ""],
  ["a", "`a`"],
  ["a`b", "``a`b``"],
  ["``", "``` `` ```"],
  [" a", "`  a `"],
  ["a\nb", "`a\\u000ab`"],
])("%j as a span of code is %s", (text, expected) => {
  expect(code(text)).toBe(expected);
});
