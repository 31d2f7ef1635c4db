import { objectId } from "../../src/objects/kubernetes-object";
import { isBefore, type Placed } from "../../src/order/result";
import { fc } from "../support/fast-check";
import { act, predicted, runs, snapshot } from "./support";

const named = runs.map((run) => [`${run.engine} ${run.version}, ${run.snapshot}: ${run.how}`, run] as const);

describe.each(named)("%s", (_name, run) => {
  const { placed, never } = predicted(run);
  const position = new Map(run.stored.map((id, index) => [id, index]));
  const seen = placed.filter((one) => position.has(act(one)));

  test("everything that was stored is applied, and nothing else", () => {
    const applied = new Set(placed.map(act));
    expect(run.stored.filter((id) => !applied.has(id))).toEqual([]);
    if (run.never) expect(never.map(({ entry }) => objectId(entry.object)).sort()).toEqual([...run.never].sort());
  });

  test("what is promised to come first was stored first", () => {
    const broken = seen.flatMap((one) =>
      seen
        .filter((other) => isBefore(one, other) && (position.get(act(one)) ?? 0) > (position.get(act(other)) ?? 0))
        .map((other) => `${act(one)} before ${act(other)}`),
    );
    expect(broken).toEqual([]);
  });

  test("what is left open are objects of one kind, deletions, and what Argo CD sorts alike", () => {
    const open = seen.filter((one) => seen.some((other) => isOpen(one, other)));
    // Gadget/same and Widget/gamma/same, with what each of them could meet, and the CRD that goes between them.
    const sortedAlike = run.engine === "argocd" && run.snapshot === "many-kinds" ? ["wave 15"] : [];
    expect([...new Set(open.map(({ where }) => where))]).toEqual(sortedAlike);
    if (run.engine === "flux")
      expect(new Set(placed.map(({ unit, step }) => `${unit} ${step}`)).size).toBe(placed.length);
  });

  test("the order of the files does not matter", () => {
    const entries = snapshot(run.snapshot);
    const order = placed.map((one) => [act(one), one.unit, one.step, one.barrier, one.where]);
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        const again = predicted(run, shuffled).placed;
        expect(again.map((one) => [act(one), one.unit, one.step, one.barrier, one.where])).toEqual(order);
      }),
      { numRuns: 20 },
    );
  });
});

/** Whether two objects are of one step although they are of different kinds. */
function isOpen(one: Placed, other: Placed): boolean {
  return (
    one.unit === other.unit &&
    one.step === other.step &&
    one.act === "apply" &&
    one.entry.object.kind !== other.entry.object.kind
  );
}
