import { basename, dirname } from "node:path";
import { App, type AppProps } from "cdk8s";
import { MeshUpgrade } from "../../constructs/mesh-upgrade";
import { InputError } from "../../findings/input-error";
import { snapshotsOf } from "../../snapshot/snapshot";
import { TreeWriter } from "../../snapshot/write/writer";
import { checked, isWritable, treeOf } from "./render";

/**
 * A cdk8s App whose `synth` writes meshstep's output tree: `<outdir>/<mesh>/` for each MeshUpgrade in it, all or nothing.
 * Objects can be changed in TypeScript before that; charts that belong to no MeshUpgrade are not written.
 *
 * `cdk8s synth` empties its output folder first, so give each mesh a folder of its own there: an `outdir` that ends
 * in the mesh's name is that mesh's folder.
 */
export class MeshApp extends App {
  constructor(props: AppProps = {}) {
    super({ outdir: process.env["CDK8S_OUTDIR"] ?? "out", ...props });
  }

  /** @throws InputError when a finding stops a mesh, or the folder cannot be written; nothing is written then. */
  override synth(): void {
    const upgrades = this.node.findAll().filter((node) => node instanceof MeshUpgrade);
    const names = upgrades.map((upgrade) => upgrade.plan.mesh.name);
    const root = names.length === 1 && basename(this.outdir) === names[0] ? dirname(this.outdir) : this.outdir;
    const writer = new TreeWriter(root);
    try {
      for (const upgrade of upgrades) {
        const rendered = checked(upgrade.plan, snapshotsOf(upgrade));
        if (!isWritable(rendered)) {
          throw new InputError(
            rendered.findings.map(({ rule, ...rest }) => ({ ...rest, message: `${rule}: ${rest.message}` })),
          );
        }
        writer.stage(treeOf(rendered));
      }
      writer.commit();
    } catch (error) {
      writer.abort();
      throw error;
    }
  }
}
