import { Option } from "commander";
import { namingAll } from "../own-commands";
import { collect, type Define, meshCommand } from "./definition";

/** From phase to phase: what people and CI do with the snapshots. */
export const defineGitops: Define = (program, { io, finish }) => {
  program.commandsGroup("From phase to phase:");

  meshCommand(program, "diff", "show what one phase changes against another, a live folder or a Git ref")
    .argument("[from]", "phase number or folder; default: each phase against the one before")
    .argument("[to]", "phase number or folder; default: the phase after <from>")
    .option("--live <folder>", "what GitOps reads, against [from]; default: the phase after it, or the nearest one")
    .option(
      "--ref <ref[:folder]>",
      "the same as a branch, tag or commit has it; with --live: what the change from there to here promotes",
    )
    .option("--next", "with --live or --ref: the phase after, whatever was edited by hand")
    .option("--out <folder>", "output folder of synth", "out")
    .addOption(
      new Option("-o, --output <format>", "how to print it")
        .choices(["unified", "summary", "markdown", "json"])
        .default("unified"),
    )
    .option("--part <number>", "with -o markdown: one comment only, of those that it takes")
    .addOption(
      new Option("--exit-code <style>", "default: 0 same, 1 differs, 2 failed; terraform: 0 same, 1 failed, 2 differs")
        .choices(["default", "terraform"])
        .default("default"),
    )
    .addHelpText("after", diffHelp)
    .action(async (from, to, options) =>
      finish((await import("../commands/diff")).diff(from, to, options, namingAll(io, options))),
    );

  meshCommand(program, "status", "say at which phase the live folder stands, and what was edited by hand")
    .requiredOption("--live <folder>", "what GitOps reads")
    .option(
      "--ref <ref[:folder]>",
      "say what the branch has that GitOps follows, such as origin/main, and what is not merged",
    )
    .option("--out <folder>", "output folder of synth", "out")
    .option(
      "--check-updates <path>",
      "warn where a catalogue of yours offers newer operator releases than what is ahead",
    )
    .addOption(new Option("-o, --output <format>", "how to print it").choices(["text", "json"]).default("text"))
    .action(async (options) => finish((await import("../commands/status")).status(options, io)));

  meshCommand(program, "verify", "ask a cluster whether a phase holds, and wait until it does")
    .argument("[phase]", "phase number or folder; default: where the live folder stands")
    .option("--live <folder>", "what GitOps reads")
    .option(
      "--before <folder>",
      "with --live: what must hold before that becomes this folder, of a branch say; if anything",
    )
    .option("--back", "what must hold after walking back to the phase from the one after it")
    .option("--wait <time>", "keep asking for so long: 90s, 30m, 1h; default: ask once")
    .option("--context <name>", "context of the kubeconfig; default: the current one")
    .option("--kubectl <program>", "the client to ask through; default: oc on OpenShift, else kubectl")
    .option("--skip <kind...>", "leave kinds of checks out, such as ztunnel-workloads where istioctl is missing", [])
    .option("--probe [image]", "make a pod for requests where no pod of the account runs")
    .option("--out <folder>", "output folder of synth", "out")
    .addOption(
      new Option("-o, --output <format>", "how to print it")
        .choices(["text", "json", "junit", "github", "markdown"])
        .default("text"),
    )
    .addHelpText("after", verifyHelp)
    .action(async (phase, options) =>
      finish(await (await import("../commands/verify")).verifyCommand(phase, options, namingAll(io, options))),
    );

  meshCommand(program, "promote", "move the live folder one phase on, or back")
    .requiredOption("--live <folder>", "what GitOps reads")
    .option("--next", "to the phase after")
    .option("--back", "to the phase before")
    .option("--to <phase>", "to the phase of this number or folder, which must be the one after or before")
    .option("--commit", "commit the folder, and nothing else, on what is checked out")
    .option("--branch [name]", "commit it on a new branch; default: meshstep/<mesh>/<phase>")
    .option("--all", "with --branch: a branch for each phase up to the last, each on top of the one before")
    .option("--verify", "first ask the cluster whether the present phase holds, and refuse when not")
    .option("--wait <time>", "with --verify: keep asking for so long, such as 30m")
    .option("--context <name>", "with --verify: context of the kubeconfig")
    .option("--kubectl <program>", "with --verify: the client to ask through; default: oc on OpenShift, else kubectl")
    .option("--skip <kind...>", "with --verify: leave kinds of checks out", [])
    .option("--probe [image]", "with --verify: make a pod for requests where no pod of the account runs")
    .option("--one-way", "accept a phase that cannot be undone")
    .addOption(
      new Option("--accept <what...>", "walking back: accept that proxies are newer than istiod until they are rolled")
        .choices(["proxies-ahead"])
        .default([], "nothing"),
    )
    .option("--out <folder>", "output folder of synth", "out")
    .action(async (options) =>
      finish(await (await import("../commands/promote")).promoteCommand(options, namingAll(io, options))),
    );

  meshCommand(
    program,
    "rebase",
    "make what the live folder holds the baseline of mesh.yaml: the next upgrade, or another target",
  )
    .requiredOption("--live <folder>", "what GitOps reads")
    .option("--to <version>", "the new target; default: the old one, and none at the end of a row")
    .option("--write", "write mesh.yaml; without it the change is only shown")
    .option("--out <folder>", "output folder of synth", "out")
    .action(async (options) =>
      finish((await import("../commands/rebase")).rebaseCommand(options, namingAll(io, options))),
    );

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

const verifyHelp = `
It reads only, through your own kubectl or oc. istioctl is asked where the cluster itself cannot answer.

Exit codes: 0 all checks hold, 1 something does not, 2 it could not be asked.`;

const diffHelp = `
git apply takes a unified diff: with --live as it is, of phases with --directory=<live folder>.`;

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
