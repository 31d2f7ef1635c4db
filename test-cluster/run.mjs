/**
 * `npm run test:cluster`: walks meshes through a cluster and watches from outside whether each phase really holds. Not part of `npm test`.
 * It drives the built meshstep, as a user does: `npm run build` first. `npm run test:cluster -- --help` says what can be chosen.
 */
import { load } from "../scripts/load.mjs";

const { main } = load('export { main } from "./test-cluster/main"');
process.exitCode = await main(process.argv.slice(2));
