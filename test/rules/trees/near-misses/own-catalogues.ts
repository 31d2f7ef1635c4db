import type { NearMiss } from "./near-miss";

/** Near misses of where OLM looks for operators. */
export const nearCatalogues: readonly NearMiss[] = [
  [
    "SUB002",
    "a catalogue of one's own in another namespace",
    "made where it is looked for",
    [["operator.yaml", "  name: mirror\n  namespace: olm\n", "  name: mirror\n  namespace: operators\n"]],
  ],
  [
    "SUB002",
    "a catalogue of one's own in another namespace",
    "another catalogue is made",
    [["operator.yaml", "source: mirror", "source: company"]],
  ],
];
