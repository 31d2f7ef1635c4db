/** Removes what the last build left, so that nothing of a renamed file is ever packed. */
import { rmSync } from "node:fs";

rmSync(new URL("../dist", import.meta.url), { recursive: true, force: true });
