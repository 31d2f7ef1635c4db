import { channelFor, channelHead, channelMinor, isOffered, type Offer, offerOf } from "../../src/catalog/channels";
import { distribution, findRelease } from "../../src/catalog/lookup";
import { type DistributionName, distributionNames } from "../../src/catalog/types";
import { compareVersions, minorOf } from "../../src/catalog/version";

test.each([
  ["stable-3.1", "3.1"],
  ["dev-1.31", "1.31"],
  ["1.30-nightly", "1.30"],
  ["stable", undefined],
  ["candidates", undefined],
  ["stable-3", undefined],
  ["v1.30beta", undefined],
])("channel %s names %s", (channel, minor) => {
  expect(channelMinor(channel)).toBe(minor);
});

test.each<[DistributionName, string, string | undefined]>([
  ["openshift", "stable-3.1", "3.1.12"],
  ["openshift", "stable-3.3", "3.3.8"],
  ["openshift", "stable", "3.4.3"],
  ["openshift", "candidates", "3.4.3"],
  ["openshift", "stable-3.9", undefined],
  ["sail", "stable-1.28", "1.28.3"],
  ["sail", "stable", "1.30.3"],
  ["alauda", "stable-2.1", "2.1.2"],
])("%s: the head of %s is %s", (name, channel, head) => {
  expect(channelHead(distribution(name), channel)?.version).toBe(head);
});

test("a release of the user's own files becomes the head", () => {
  const known = findRelease(distribution("openshift"), "3.1.12");
  if (!known) throw new Error("no 3.1.12");
  const withNewer = distribution("openshift", [{ ...known, version: "3.1.13" }]);
  expect(channelHead(withNewer, "stable-3.1")?.version).toBe("3.1.13");
});

test.each<[string, Parameters<typeof offerOf>[0], Offer]>([
  ["nothing in Git: the versioned channel is set by hand", { catalog: "head" }, "heads"],
  ["a versioned channel", { catalog: "head", subscription: { channel: "stable-3.1" } }, "heads"],
  ["a floating channel", { catalog: "head", subscription: { channel: "stable" } }, "newest"],
  ["a pinned catalogue", { catalog: "pinned", subscription: { channel: "stable" } }, "any"],
  ["a pinned catalogue, nothing in Git", { catalog: "pinned" }, "any"],
])("%s", (_name, source, offer) => {
  expect(offerOf(source)).toBe(offer);
});

test.each(distributionNames)(
  "%s: one release per minor is offered, one of a floating channel, all of a pin",
  (name) => {
    const known = distribution(name);
    const offered = (offer: Offer) => known.releases.filter((one) => isOffered(known, offer, one));
    const all = known.releases;
    expect(offered("any")).toEqual(all);
    expect(offered("newest")).toEqual(all.slice(-1));
    const heads = offered("heads");
    expect(heads.map(({ version }) => minorOf(version))).toEqual([...new Set(all.map((one) => minorOf(one.version)))]);
    for (const one of all) {
      const head = heads.find((two) => channelFor(known, two) === channelFor(known, one));
      expect(compareVersions(head?.version ?? "", one.version)).toBeGreaterThanOrEqual(0);
    }
  },
);
