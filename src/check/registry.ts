import type { Rule } from "./rule";
import { del003 } from "./rules/del003";
import { del004 } from "./rules/del004";
import { del005 } from "./rules/del005";
import { ns001 } from "./rules/ns001";
import { ns002 } from "./rules/ns002";
import { ns003 } from "./rules/ns003";
import { sch001 } from "./rules/sch001";
import { sch002 } from "./rules/sch002";
import { skew001 } from "./rules/skew001";
import { skew002 } from "./rules/skew002";
import { skew003 } from "./rules/skew003";
import { skew004 } from "./rules/skew004";
import { snap002 } from "./rules/snap002";
import { ver001 } from "./rules/ver001";
import { ver002 } from "./rules/ver002";
import { ver003 } from "./rules/ver003";
import { ver004 } from "./rules/ver004";
import { ver005 } from "./rules/ver005";
import { ver006 } from "./rules/ver006";
import { ver007 } from "./rules/ver007";
import { ver009 } from "./rules/ver009";
import { wpt001 } from "./rules/wpt001";
import { wpt004 } from "./rules/wpt004";
import { ztn001 } from "./rules/ztn001";
import { ztn003 } from "./rules/ztn003";
import { ztn004 } from "./rules/ztn004";
import { ztn005 } from "./rules/ztn005";

/** Every rule that manifests can be asked, by id. SNAP001 is not among them: it compares files, see `synth --check`. */
export const rules: readonly Rule[] = [
  del003,
  del004,
  del005,
  ns001,
  ns002,
  ns003,
  sch001,
  sch002,
  skew001,
  skew002,
  skew003,
  skew004,
  snap002,
  ver001,
  ver002,
  ver003,
  ver004,
  ver005,
  ver006,
  ver007,
  ver009,
  wpt001,
  wpt004,
  ztn001,
  ztn003,
  ztn004,
  ztn005,
];
