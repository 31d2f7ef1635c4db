import { readdirSync } from "node:fs";
import { run } from "../../../src/cli/program";
import { folderWith } from "../../support/folder";

const mesh = (name: string) => `apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata: { name: ${name} }
spec: { distribution: sail, dataPlane: ambient, version: v1.28.3, operator: { release: 1.30.3 } }
`;

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s between two meshes: nothing is written, and nothing is left",
  async (signal) => {
    const folder = folderWith({ "mesh.yaml": ["one", "two", "three"].map(mesh).join("---\n") });
    const listeners = process.listenerCount(signal);
    const staged: string[][] = [];
    let err = "";
    const code = await run(["synth"], {
      out: () => undefined,
      err: (text) => {
        err += text;
        if (staged.length > 0) return;
        staged.push(readdirSync(`${folder}/out`));
        process.emit(signal);
      },
      stdin: () => "",
      cwd: folder,
      today: () => "2026-11-21",
    });
    expect([code, err]).toEqual([130, "interrupted; nothing was written\n"]);
    // It was in the middle of its work.
    expect(staged[0]?.length).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual(["mesh.yaml"]);
    expect(process.listenerCount(signal)).toBe(listeners);
  },
);
