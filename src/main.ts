import { MeshUpgrade } from "./constructs/mesh-upgrade";
import { InputError } from "./findings/input-error";
import { loadMeshes } from "./mesh/load";
import { planUpgrade } from "./plan/plan";
import { locating } from "./render/places";
import { MeshApp } from "./verbs/synth/mesh-app";

/*
 * The app that cdk8s.yaml names: `cdk8s synth` writes the same bytes as `meshstep synth` for the mesh files given as arguments.
 */
try {
  const app = new MeshApp();
  for (const source of loadMeshes(process.argv.slice(2), { cwd: process.cwd() })) {
    new MeshUpgrade(
      app,
      source.mesh.name,
      locating(source, () => planUpgrade(source.mesh)),
    );
  }
  app.synth();
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = 2;
}
