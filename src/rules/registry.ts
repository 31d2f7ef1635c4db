import type { RuleId } from "../findings/pages";
import { amb001 } from "./by-id/amb001";
import { amb002 } from "./by-id/amb002";
import { amb003 } from "./by-id/amb003";
import { cp001 } from "./by-id/cp001";
import { cp002 } from "./by-id/cp002";
import { cp003 } from "./by-id/cp003";
import { cp004 } from "./by-id/cp004";
import { cp005 } from "./by-id/cp005";
import { cp006 } from "./by-id/cp006";
import { del001 } from "./by-id/del001";
import { del002 } from "./by-id/del002";
import { del003 } from "./by-id/del003";
import { del004 } from "./by-id/del004";
import { del005 } from "./by-id/del005";
import { del007 } from "./by-id/del007";
import { del008 } from "./by-id/del008";
import { del009 } from "./by-id/del009";
import { del010 } from "./by-id/del010";
import { del011 } from "./by-id/del011";
import { del012 } from "./by-id/del012";
import { del013 } from "./by-id/del013";
import { del014 } from "./by-id/del014";
import { dup001 } from "./by-id/dup001";
import { gtw001 } from "./by-id/gtw001";
import { gtw002 } from "./by-id/gtw002";
import { gtw003 } from "./by-id/gtw003";
import { gtw004 } from "./by-id/gtw004";
import { gtw005 } from "./by-id/gtw005";
import { ha001 } from "./by-id/ha001";
import { ha002 } from "./by-id/ha002";
import { net001 } from "./by-id/net001";
import { net002 } from "./by-id/net002";
import { ns001 } from "./by-id/ns001";
import { ns002 } from "./by-id/ns002";
import { ns003 } from "./by-id/ns003";
import { ns004 } from "./by-id/ns004";
import { ns005 } from "./by-id/ns005";
import { ns006 } from "./by-id/ns006";
import { ns007 } from "./by-id/ns007";
import { ns009 } from "./by-id/ns009";
import { ns010 } from "./by-id/ns010";
import { plat003 } from "./by-id/plat003";
import { pod001 } from "./by-id/pod001";
import { pol001 } from "./by-id/pol001";
import { pol002 } from "./by-id/pol002";
import { pol003 } from "./by-id/pol003";
import { pol004 } from "./by-id/pol004";
import { pol005 } from "./by-id/pol005";
import { pol006 } from "./by-id/pol006";
import { rev001 } from "./by-id/rev001";
import { rev002 } from "./by-id/rev002";
import { rev003 } from "./by-id/rev003";
import { rev004 } from "./by-id/rev004";
import { rev005 } from "./by-id/rev005";
import { rev006 } from "./by-id/rev006";
import { rev007 } from "./by-id/rev007";
import { rev010 } from "./by-id/rev010";
import { sch001 } from "./by-id/sch001";
import { sch002 } from "./by-id/sch002";
import { sch003 } from "./by-id/sch003";
import { sch004 } from "./by-id/sch004";
import { skew001 } from "./by-id/skew001";
import { skew002 } from "./by-id/skew002";
import { skew003 } from "./by-id/skew003";
import { skew004 } from "./by-id/skew004";
import { snap002 } from "./by-id/snap002";
import { sub001 } from "./by-id/sub001";
import { sub002 } from "./by-id/sub002";
import { sub003 } from "./by-id/sub003";
import { tel001 } from "./by-id/tel001";
import { tgt001 } from "./by-id/tgt001";
import { tgt002 } from "./by-id/tgt002";
import { tgt003 } from "./by-id/tgt003";
import { tgt004 } from "./by-id/tgt004";
import { tgt005 } from "./by-id/tgt005";
import { ver001 } from "./by-id/ver001";
import { ver002 } from "./by-id/ver002";
import { ver003 } from "./by-id/ver003";
import { ver004 } from "./by-id/ver004";
import { ver005 } from "./by-id/ver005";
import { ver006 } from "./by-id/ver006";
import { ver007 } from "./by-id/ver007";
import { ver009 } from "./by-id/ver009";
import { ver010 } from "./by-id/ver010";
import { ver011 } from "./by-id/ver011";
import { ver012 } from "./by-id/ver012";
import { ver013 } from "./by-id/ver013";
import { wav001 } from "./by-id/wav001";
import { wav002 } from "./by-id/wav002";
import { wpt001 } from "./by-id/wpt001";
import { wpt002 } from "./by-id/wpt002";
import { wpt004 } from "./by-id/wpt004";
import { wpt005 } from "./by-id/wpt005";
import { wpt006 } from "./by-id/wpt006";
import { ztn001 } from "./by-id/ztn001";
import { ztn002 } from "./by-id/ztn002";
import { ztn003 } from "./by-id/ztn003";
import { ztn004 } from "./by-id/ztn004";
import { ztn005 } from "./by-id/ztn005";
import { ztn006 } from "./by-id/ztn006";
import { ztn007 } from "./by-id/ztn007";
import type { Rule } from "./rule";

/** Rules that manifests are not asked: some look at files (`synth --check`, kustomizations, comments), the others at the way that a plan takes. */
export const planRules: readonly RuleId[] = [
  "SNAP001",
  "KUS001",
  "SCH005",
  "NS008",
  "IGN001",
  "VER008",
  "PLAT001",
  "PLAT002",
  "DEL006",
  "SKEW005",
  "REV008",
  "REV009",
  "REV011",
  "WPT003",
];

/** Every rule that manifests can be asked, by id. */
export const rules: readonly Rule[] = [
  amb001,
  amb002,
  amb003,
  cp001,
  cp002,
  cp003,
  cp004,
  cp005,
  cp006,
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
  del012,
  del013,
  del014,
  dup001,
  gtw001,
  gtw002,
  gtw003,
  gtw004,
  gtw005,
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
  ns010,
  plat003,
  pod001,
  pol001,
  pol002,
  pol003,
  pol004,
  pol005,
  pol006,
  rev001,
  rev002,
  rev003,
  rev004,
  rev005,
  rev006,
  rev007,
  rev010,
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
  sub003,
  tel001,
  tgt001,
  tgt002,
  tgt003,
  tgt004,
  tgt005,
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
