import { resolve } from "node:path";
import { distribution } from "../catalog/lookup";
import { minorOf, withoutV, withV } from "../catalog/version";
import { InputError } from "../findings/input-error";
import { validate } from "../source/validate";
import { carriedProblems } from "./carried-problems";
import { readCatalogs } from "./catalogs";
import { contradictions } from "./contradictions";
import { dataSource, withPathsOnly } from "./data-source";
import { deliveryLosses } from "./delivery-losses";
import { hopValueProblems } from "./hop-value-problems";
import { keepProblems } from "./keep-problems";
import { noLedger, readLedger } from "./ledger";
import { clusterObject } from "./manifest-object";
import { readManifests } from "./manifests";
import type { CarriedObject, KubernetesObject, Mesh } from "./mesh";
import { type Naming, pathNaming } from "./naming";
import { nullProblems } from "./null-values";
import { replicaProblems } from "./replica-problems";
import { runningRevisionProblems } from "./running-revisions";
import type { Running } from "./running-schema";
import { type MeshSpec, type MeshSpecInput, meshSchema } from "./schema";
import { cniSchema, ztunnelSchema } from "./schema/parts";
import { specProblems } from "./spec-problems";

/**
 * Fills in what depends on the data plane and the distribution, and brings versions into one form.
 * @param spec with the schema's own defaults
 * @param carried objects of the user's own, in the order in which snapshots carry them
 * @param known what the user's own files add: operator releases from `spec.catalogs`, rows and windows from `spec.ledger`
 * @throws InputError with every part that contradicts another one: paths for parts of the mesh, places for carried objects
 */
export function completeMesh(
  name: string,
  spec: MeshSpec,
  carried: readonly CarriedObject[] = [],
  known: UserKnowledge = { extraReleases: [], ...noLedger },
  naming: Naming = pathNaming,
): Mesh {
  const mesh = withStrategy({ ...spec, ...versions(spec), ...dataPlaneParts(spec), name, carried, ...known });
  const problems = [
    ...specProblems(spec, naming),
    ...nullProblems(mesh),
    ...hopValueProblems(mesh, naming),
    ...replicaProblems(mesh),
    ...contradictions(mesh, naming),
    ...carriedProblems(mesh, naming),
    ...deliveryLosses(spec, mesh, naming),
    ...keepProblems(mesh),
    ...runningRevisionProblems(mesh),
  ];
  if (problems.length > 0) throw new InputError(problems);
  return mesh;
}

/** What users add to what meshstep knows. */
export type UserKnowledge = Pick<Mesh, "extraReleases" | "extraRows" | "extraWindows">;

/** What {@link meshFromSpec} takes beside the mesh. */
export interface MeshFromSpecOptions {
  /** Objects that every snapshot carries, before those of `spec.manifests`. @default none */
  readonly carried?: readonly KubernetesObject[];
  /** Folder that `spec.manifests` and `spec.catalogs` are relative to. @default the working directory */
  readonly baseDir?: string;
}

/**
 * A mesh that is described in TypeScript: the same checks and defaults as for mesh.yaml.
 * @param name name of the mesh, and of its folder in the output
 * @throws InputError with every problem and its path
 */
export function meshFromSpec(name: string, spec: MeshSpecInput, options: MeshFromSpecOptions = {}): Mesh {
  const document = { apiVersion: "meshstep.dev/v1alpha1", kind: "Mesh", metadata: { name }, spec };
  const checked = withPathsOnly([], () => validate(meshSchema, dataSource(document))).spec;
  const folder = { path: resolve(options.baseDir ?? "."), shown: options.baseDir ?? "" };
  const carried = [...(options.carried ?? []).map(carriedFromCode), ...readManifests(checked.manifests, folder)];
  const extraReleases = readCatalogs(checked.catalogs, folder, checked.distribution);
  return completeMesh(name, checked, carried, { extraReleases, ...readLedger(checked.ledger, folder) });
}

/** It has no file, so its place counts the objects. */
function carriedFromCode(data: KubernetesObject, index: number): CarriedObject {
  const object = withPathsOnly(["carried", index], () => clusterObject(dataSource(data)));
  return { object, place: { file: "carried", line: index + 1, column: 1 } };
}

/** Istio's versions carry their `v`, operator releases do not: as each is written in the objects. */
function versions(spec: MeshSpec): Pick<MeshSpec, "version" | "operator" | "running" | "upgrade" | "platform"> {
  const { running, upgrade, platform } = spec;
  return {
    version: withV(spec.version),
    operator: { ...spec.operator, release: withoutV(running?.operator ?? spec.operator.release) },
    ...(running && { running: runningWithV(running) }),
    ...(platform && { platform: { ...platform, version: minorOf(platform.version) } }),
    ...(upgrade && {
      upgrade: {
        ...upgrade,
        to: withV(upgrade.to),
        ...(upgrade.operator && { operator: { release: withoutV(upgrade.operator.release) } }),
      },
    }),
  };
}

/** An upgrade moves as the mesh runs, and a mesh of which only the upgrade says how it moves runs like that. */
function withStrategy(mesh: Mesh): Mesh {
  const { controlPlane, upgrade } = mesh;
  const runs = controlPlane.updateStrategy ?? upgrade?.strategy ?? "InPlace";
  return {
    ...mesh,
    ...(runs === "RevisionBased" && { controlPlane: { ...controlPlane, updateStrategy: runs } }),
    ...(upgrade && { upgrade: { ...upgrade, strategy: upgrade.strategy ?? runs } }),
  };
}

/** The operator of it stands with the operator from here on. */
function runningWithV({ operator: _, ztunnelApiVersion, kept, gatewayCanaries, ...parts }: Running): Running {
  const versions = Object.entries(parts).map(([part, one]) => [part, eachWithV(one)]);
  return {
    ...Object.fromEntries(versions),
    ...(ztunnelApiVersion && { ztunnelApiVersion }),
    ...(kept && { kept }),
    ...(gatewayCanaries && { gatewayCanaries }),
  };
}

/** A version, a list of them, or either by name. */
function eachWithV(said: unknown): unknown {
  if (typeof said === "string") return withV(said);
  if (Array.isArray(said)) return said.map(eachWithV);
  return Object.fromEntries(Object.entries(said ?? {}).map(([name, one]) => [name, eachWithV(one)]));
}

/** IstioCNI and ZTunnel with their defaults, where the mesh has them. */
function dataPlaneParts(spec: MeshSpec): Pick<MeshSpec, "cni" | "ztunnel"> {
  if (spec.dataPlane === "ambient") {
    return { cni: cniOf(spec), ztunnel: spec.ztunnel ?? ztunnelSchema.parse({}) };
  }
  const needsCni = distribution(spec.distribution).policy.sidecarNeedsCni;
  return needsCni || spec.cni ? { cni: cniOf(spec) } : {};
}

/** One that is owned says so no more than one that says nothing: the same mesh has the same plan. */
function cniOf({ cni }: MeshSpec): NonNullable<MeshSpec["cni"]> {
  if (!cni) return cniSchema.parse({});
  const { ownership, ...rest } = cni;
  return ownership === "external" ? cni : rest;
}
