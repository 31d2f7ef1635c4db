import type { CatalogRow } from "../../catalog/describe";
import type { VendorJump } from "../../catalog/types";
import { compactTable } from "./text-table";

/** What the catalogue says of one distribution. */
export interface CatalogListing {
  readonly title: string;
  readonly package: string;
  readonly asOf: string;
  readonly vendorJumps: readonly VendorJump[];
  readonly releases: readonly CatalogRow[];
}

/** One line per operator release; Istio versions as ranges, newest first. */
export function catalogText({ title, package: name, asOf, vendorJumps, releases }: CatalogListing): string {
  const rows = releases.map((row) => [
    row.release,
    row.released ?? "",
    row.defaultVersion ?? "",
    row.installable.join(" "),
    row.endOfLifeMinors.join(" "),
    row.ztunnelApiVersions.join(" "),
    row.ztunnelFields.join(" "),
    row.ztunnelLacks.join(" "),
    Object.entries(row.notes)
      .map(([key, value]) => `${key}: ${value}`)
      .join("; "),
  ]);
  const header = [
    "RELEASE",
    "DATE",
    "DEFAULT",
    "INSTALLS",
    "END OF LIFE",
    "ZTUNNEL API",
    "ZTUNNEL FIELDS",
    "ZTUNNEL LACKS",
    "NOTES",
  ];
  const jumps = vendorJumps.map(jumpText).join(", ") || "none";
  return `${title} (package ${name}), as of ${asOf}; vendor jumps: ${jumps}\n${compactTable(header, rows)}`;
}

function jumpText({ from, to, dataPlanes }: VendorJump): string {
  return `${from}->${to}${dataPlanes ? ` (${dataPlanes.join(", ")} only)` : ""}`;
}
