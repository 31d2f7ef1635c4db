import { Option } from "commander";
import { collect, type Define, meshCommand } from "./definition";

/** What people have already: adopt and check read manifests that meshstep has not written. */
export const defineManifests: Define = (program, { io, finish }) => {
  program.commandsGroup("For manifests that are there already:");

  program
    .command("adopt")
    .description("write the mesh.yaml that renders the same objects as a folder, or as a cluster holds")
    .argument("[path...]", "folders, files, or - for what kubectl get -o yaml prints; charts and overlays are built")
    .option(
      "-o, --output <file>",
      "where to write it, with the objects it carries in adopted/ beside it; - to print it; default: mesh.yaml, with --all the folder meshes",
    )
    .option("--all", "adopt every mesh that is found, each into <output>/<name>/mesh.yaml")
    .option("--context <name>", "read a cluster instead of paths, through kubectl, reading only")
    .option("--kubectl <program>", "with --context: the client to ask through", "kubectl")
    .option("--name <name>", "name of the mesh")
    .option("-n, --namespace <name>", "where objects go that name no namespace, as with kubectl")
    .option("--istio <name>", "which Istio object, where there are several")
    .addOption(
      new Option("--distribution <name>", "whose operator runs the mesh; default: guessed").choices([
        "sail",
        "openshift",
        "alauda",
      ]),
    )
    .addOption(
      new Option("--data-plane <mode>", "how workloads join the mesh; default: guessed").choices([
        "ambient",
        "sidecar",
      ]),
    )
    .option("--release <version>", "operator release that is installed; default: guessed")
    .option("--istio-version <version>", "Istio version that runs, where the Istio object does not say it")
    .option(
      "--with <file>",
      "add the operator releases of a file, for spec.catalogs; may be given several times",
      collect,
      [],
    )
    .option("--force", "replace an existing mesh.yaml and the files of an earlier adoption")
    .addHelpText("after", adoptHelp)
    .action(async (paths, options) =>
      finish(await (await import("../commands/adopt")).adoptCommand(paths, options, io)),
    );

  meshCommand(program, "check", "check any folder of manifests, ours or not, or the step from one to another")
    .argument(
      "[path...]",
      "files, folders, or - for standard input; default: all of this folder; with --live: the phase to go to, default: the next",
    )
    .option("--from <folder>", "the state before: check the step from it to the paths, too")
    .option("--live <folder>", "the state before: check the step from this live folder to a phase of -f")
    .option("--out <folder>", "with --live: output folder of synth", "out")
    .addOption(
      new Option("--distribution <name>", "whose operator runs the mesh; default: as the manifests say").choices([
        "sail",
        "openshift",
        "alauda",
      ]),
    )
    .option("--release <version>", "operator release in force; default: what a Subscription says")
    .option("--from-release <version>", "with --from: the operator release before")
    .option("--with <file>", "add the operator releases of a file; may be given several times", collect, [])
    .option(
      "--crds <path>",
      "hold objects against the CRDs of a file or folder; may be given several times; default: those that ship with meshstep",
      collect,
      [],
    )
    .option(
      "--accept-vendor-jump <jump>",
      "a jump that the vendor publishes, such as 1.24->1.26; may be given several times",
      collect,
      [],
    )
    .option("--settings <file>", "what to ignore and how strict to be; default: the nearest .meshstep.yaml upwards")
    .option("--baseline <file>", "leave out the findings that this file holds")
    .option("--write-baseline", "with --baseline: write what is found now into it")
    .option("--fix", "mend what is mechanical in the files, comments and order kept")
    .option("--diff", "print what --fix would change, as git apply takes it")
    .addOption(
      new Option("-o, --output <format>", "how to print it")
        .choices(["text", "json", "sarif", "github"])
        .default("text"),
    )
    .addHelpText("after", checkHelp)
    .action(async (paths, options) => finish((await import("../commands/check")).check(paths, options, io)));
};

const checkHelp = `
A comment in a manifest ignores a rule, at the end of a line, above it, or at the head of a document for all of it:
  # meshstep:ignore VER004: the reason

Exit codes: 0 no error, 1 errors, 2 something could not be read.`;

const adoptHelp = `
For example:
  kubectl get istios,istiorevisions,istiorevisiontags,istiocnis,ztunnels,namespaces,gateways,httproutes,authorizationpolicies -A -o yaml | meshstep adopt -
  helm get manifest mesh -n mesh | meshstep adopt - -n mesh
  meshstep adopt clusters/prod -o clusters/prod/mesh.yaml
  meshstep adopt --context prod
  meshstep adopt . --all

Exit codes: 0 the baseline holds what was read, 1 it differs somewhere (listed, and at the end of the file), 2 broken input.`;
