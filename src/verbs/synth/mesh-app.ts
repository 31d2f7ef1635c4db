import { basename, dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { App, type AppProps } from "cdk8s";
import { MeshUpgrade } from "../../constructs/mesh-upgrade";
import { InputError, type Problem } from "../../findings/input-error";
import { checked, isWritable, type RenderedMesh, treeOf } from "../../render/render";
import { renderSnapshots, type Snapshot, snapshotsOf } from "../../snapshot/snapshot";
import { TreeWriter } from "../../snapshot/write/writer";
import { findingProblem, strangerProblems, validationProblems } from "./app-problems";

/**
 * What a MeshApp takes. How the output is laid out is not among it: that is meshstep's.
 * @example const props: MeshAppProps = { outdir: "out" };
 */
export interface MeshAppProps extends Pick<AppProps, "resolvers"> {
  /**
   * Folder that holds one folder per mesh.
   * @default CDK8S_OUTDIR, which `cdk8s synth` sets, or `out`
   * @example "out"
   */
  readonly outdir?: string;
}

/**
 * A cdk8s App whose `synth` writes meshstep's output tree: `<outdir>/<mesh>/` for each MeshUpgrade in it, all or nothing.
 * Objects can be changed and added in TypeScript before that. A chart that belongs to no MeshUpgrade is an error: below the upgrade
 * each phase carries it.
 *
 * `cdk8s synth` empties its output folder first, so give each mesh a folder of its own there: an `outdir` that ends
 * in the mesh's name is that mesh's folder.
 *
 * @example
 * const app = new MeshApp({ outdir: "out" });
 * // … one MeshUpgrade per mesh …
 * app.synth();
 */
export class MeshApp extends App {
  constructor(props: MeshAppProps = {}) {
    super({ ...props, outdir: props.outdir ?? process.env["CDK8S_OUTDIR"] ?? "out" });
  }

  /**
   * Writes one folder per MeshUpgrade, or nothing at all.
   * @throws InputError when a finding stops a mesh, an object cannot be carried, a validation fails, or the folder cannot be written;
   * nothing is written then
   */
  override synth(): void {
    const upgrades = this.node.findAll().filter((node) => node instanceof MeshUpgrade);
    refuse([...strangerProblems(this, upgrades), ...validationProblems(this, upgrades)]);
    const names = upgrades.map((upgrade) => upgrade.plan.mesh.name);
    const root = names.length === 1 && basename(this.outdir) === names[0] ? dirname(this.outdir) : this.outdir;
    const writer = new TreeWriter(root);
    try {
      for (const upgrade of upgrades) {
        const rendered = checked(upgrade.plan, snapshotsOf(upgrade));
        if (!isWritable(rendered)) throw new InputError(rendered.findings.map((one) => findingProblem(one, rendered)));
        writer.stage(treeOf(rendered, isPlain(rendered)));
      }
      writer.commit();
    } catch (error) {
      writer.abort();
      throw error;
    }
  }
}

/** Whether nothing was changed or added in TypeScript: only then is the output that of the mesh. */
function isPlain({ plan, snapshots }: RenderedMesh): boolean {
  const objects = (all: readonly Snapshot[]) =>
    all.map(({ entries }) => entries.map(({ file, object }) => [file, object]));
  return isDeepStrictEqual(objects(snapshots), objects(renderSnapshots(plan)));
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InputError(problems);
}
