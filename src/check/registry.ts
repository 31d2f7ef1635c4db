import type { RuleId } from "../findings/rules";
import type { Rule } from "./rule";
import { amb001 } from "./rules/amb001";
import { amb002 } from "./rules/amb002";
import { cp001 } from "./rules/cp001";
import { cp002 } from "./rules/cp002";
import { cp003 } from "./rules/cp003";
import { cp004 } from "./rules/cp004";
import { del001 } from "./rules/del001";
import { del002 } from "./rules/del002";
import { del003 } from "./rules/del003";
import { del004 } from "./rules/del004";
import { del005 } from "./rules/del005";
import { del007 } from "./rules/del007";
import { del008 } from "./rules/del008";
import { del009 } from "./rules/del009";
import { del010 } from "./rules/del010";
import { del011 } from "./rules/del011";
import { dup001 } from "./rules/dup001";
import { gtw001 } from "./rules/gtw001";
import { gtw002 } from "./rules/gtw002";
import { gtw003 } from "./rules/gtw003";
import { ha001 } from "./rules/ha001";
import { ha002 } from "./rules/ha002";
import { net001 } from "./rules/net001";
import { net002 } from "./rules/net002";
import { ns001 } from "./rules/ns001";
import { ns002 } from "./rules/ns002";
import { ns003 } from "./rules/ns003";
import { ns004 } from "./rules/ns004";
import { ns005 } from "./rules/ns005";
import { ns006 } from "./rules/ns006";
import { ns007 } from "./rules/ns007";
import { ns009 } from "./rules/ns009";
import { plat003 } from "./rules/plat003";
import { pol001 } from "./rules/pol001";
import { pol002 } from "./rules/pol002";
import { pol003 } from "./rules/pol003";
import { pol004 } from "./rules/pol004";
import { pol005 } from "./rules/pol005";
import { rev001 } from "./rules/rev001";
import { rev002 } from "./rules/rev002";
import { rev003 } from "./rules/rev003";
import { rev004 } from "./rules/rev004";
import { rev005 } from "./rules/rev005";
import { rev006 } from "./rules/rev006";
import { rev007 } from "./rules/rev007";
import { sch001 } from "./rules/sch001";
import { sch002 } from "./rules/sch002";
import { sch003 } from "./rules/sch003";
import { sch004 } from "./rules/sch004";
import { skew001 } from "./rules/skew001";
import { skew002 } from "./rules/skew002";
import { skew003 } from "./rules/skew003";
import { skew004 } from "./rules/skew004";
import { snap002 } from "./rules/snap002";
import { sub001 } from "./rules/sub001";
import { sub002 } from "./rules/sub002";
import { tel001 } from "./rules/tel001";
import { tgt001 } from "./rules/tgt001";
import { tgt002 } from "./rules/tgt002";
import { tgt003 } from "./rules/tgt003";
import { tgt004 } from "./rules/tgt004";
import { ver001 } from "./rules/ver001";
import { ver002 } from "./rules/ver002";
import { ver003 } from "./rules/ver003";
import { ver004 } from "./rules/ver004";
import { ver005 } from "./rules/ver005";
import { ver006 } from "./rules/ver006";
import { ver007 } from "./rules/ver007";
import { ver009 } from "./rules/ver009";
import { ver010 } from "./rules/ver010";
import { ver011 } from "./rules/ver011";
import { ver012 } from "./rules/ver012";
import { ver013 } from "./rules/ver013";
import { wav001 } from "./rules/wav001";
import { wav002 } from "./rules/wav002";
import { wpt001 } from "./rules/wpt001";
import { wpt002 } from "./rules/wpt002";
import { wpt004 } from "./rules/wpt004";
import { wpt005 } from "./rules/wpt005";
import { wpt006 } from "./rules/wpt006";
import { ztn001 } from "./rules/ztn001";
import { ztn002 } from "./rules/ztn002";
import { ztn003 } from "./rules/ztn003";
import { ztn004 } from "./rules/ztn004";
import { ztn005 } from "./rules/ztn005";
import { ztn006 } from "./rules/ztn006";
import { ztn007 } from "./rules/ztn007";

/** Rules that manifests are not asked: some look at files (`synth --check`, kustomizations, comments), the others at the way that a plan takes. */
export const planRules: readonly RuleId[] = [
  "SNAP001",
  "KUS001",
  "NS008",
  "IGN001",
  "VER008",
  "PLAT001",
  "PLAT002",
  "DEL006",
  "SKEW005",
  "REV008",
  "REV009",
  "REV010",
  "REV011",
  "WPT003",
];

/** Every rule that manifests can be asked, by id. */
export const rules: readonly Rule[] = [
  amb001,
  amb002,
  cp001,
  cp002,
  cp003,
  cp004,
  del001,
  del002,
  del003,
  del004,
  del005,
  del007,
  del008,
  del009,
  del010,
  del011,
  dup001,
  gtw001,
  gtw002,
  gtw003,
  ha001,
  ha002,
  net001,
  net002,
  ns001,
  ns002,
  ns003,
  ns004,
  ns005,
  ns006,
  ns007,
  ns009,
  plat003,
  pol001,
  pol002,
  pol003,
  pol004,
  pol005,
  rev001,
  rev002,
  rev003,
  rev004,
  rev005,
  rev006,
  rev007,
  sch001,
  sch002,
  sch003,
  sch004,
  skew001,
  skew002,
  skew003,
  skew004,
  snap002,
  sub001,
  sub002,
  tel001,
  tgt001,
  tgt002,
  tgt003,
  tgt004,
  ver001,
  ver002,
  ver003,
  ver004,
  ver005,
  ver006,
  ver007,
  ver009,
  ver010,
  ver011,
  ver012,
  ver013,
  wav001,
  wav002,
  wpt001,
  wpt002,
  wpt004,
  wpt005,
  wpt006,
  ztn001,
  ztn002,
  ztn003,
  ztn004,
  ztn005,
  ztn006,
  ztn007,
];
