import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { distribution } from "../../src/catalog/lookup";
import { type DistributionName, distributionNames, type OperatorRelease } from "../../src/catalog/types";
import { testWhere } from "../support/where";

/*
 * Our data against what was read from the operators' own files, which lie beside the repository while it is being built.
 * Where they are not at hand the comparison is skipped, and says so.
 */

interface Fact {
  readonly released?: string;
  readonly default?: string;
  readonly installable: readonly string[];
  readonly endOfLife: readonly string[];
  readonly aliases: Readonly<Record<string, string>>;
  readonly ztunnel?: {
    readonly apiVersions: readonly string[];
    readonly fields: Readonly<Record<string, boolean>>;
    readonly lacks: readonly string[];
  };
  readonly notes?: Readonly<Record<string, string | null>>;
}

interface Facts {
  readonly distributions: Record<
    DistributionName,
    {
      readonly package: string;
      readonly channels: readonly string[];
      readonly releases: Readonly<Record<string, Fact>>;
    }
  >;
}

const file = join(__dirname, "../../../shared/catalog/operator-releases.json");
const exists = existsSync(file);
const withFacts = testWhere(exists, "shared/ is not beside the repository");
const facts: Facts | undefined = exists ? JSON.parse(readFileSync(file, "utf8")) : undefined;

/** Releases of which only the release notes are public: the facts are silent on these, and alauda.ts says what we assume. */
const assumed: Readonly<Record<string, Partial<OperatorRelease>>> = {
  "alauda 2.1.2": {
    aliases: { "v1.28-latest": "v1.28.6", "v1.26-latest": "v1.26.3" },
    ztunnel: {
      apiVersions: ["v1", "v1alpha1"],
      fields: ["terminationGracePeriodSeconds", "updateStrategy"],
      lacks: [],
    },
  },
  "alauda 2.2.0": {
    aliases: { "v1.30-latest": "v1.30.3", "v1.28-latest": "v1.28.6" },
    ztunnel: {
      apiVersions: ["v1", "v1alpha1"],
      fields: ["terminationGracePeriodSeconds", "updateStrategy"],
      lacks: [],
    },
  },
};

/** Releases that only a vendor's documents know are in no version list that could be compared. */
const documentsOnly = /^its version list is not public/;

describe.each(distributionNames)("%s", (name) => {
  const ours = distribution(name);
  const theirs = facts?.distributions[name];

  withFacts("has the package and the channels of the facts", () => {
    expect(ours.package).toBe(theirs?.package);
    // The facts write the distribution's only major into the pattern.
    expect(ours.channels).toEqual(theirs?.channels.map((channel) => channel.replace(/-\d+\.Y$/, "-X.Y")));
  });

  withFacts("has the same releases, oldest first", () => {
    const listed = ours.releases.filter(({ notes }) => !documentsOnly.test(notes["note"] ?? ""));
    expect(listed.map((release) => release.version)).toEqual(Object.keys(theirs?.releases ?? {}));
  });

  withFacts("says the same of every release", () => {
    for (const release of ours.releases) {
      if (documentsOnly.test(release.notes["note"] ?? "")) continue;
      const fact = theirs?.releases[release.version] as Fact;
      expect(comparable(release)).toStrictEqual(expected(`${name} ${release.version}`, release.version, fact));
      // toStrictEqual is blind to the order of keys.
      expect(Object.keys(release.aliases)).toEqual(
        Object.keys(expected(`${name} ${release.version}`, "", fact).aliases),
      );
    }
  });
});

/** Our own wording of a note may differ; that there is one may not. */
function comparable(release: OperatorRelease) {
  const { note, ...versions } = release.notes;
  return { ...release, notes: { ...versions, ...(note ? { note: "set" } : {}) } };
}

function expected(key: string, version: string, fact: Fact) {
  const notes = Object.entries(fact.notes ?? {}).filter(([, text]) => text !== null);
  return {
    version,
    ...(fact.released ? { released: fact.released } : {}),
    ...(fact.default ? { defaultVersion: fact.default } : {}),
    installable: fact.installable,
    endOfLife: fact.endOfLife,
    aliases: assumed[key]?.aliases ?? fact.aliases,
    ztunnel: assumed[key]?.ztunnel ?? {
      apiVersions: fact.ztunnel?.apiVersions,
      fields: Object.entries(fact.ztunnel?.fields ?? {}).flatMap(([field, served]) => (served ? [field] : [])),
      lacks: fact.ztunnel?.lacks,
    },
    notes: Object.fromEntries(notes.map(([what, text]) => [what, what === "note" ? "set" : text])),
  };
}
