/** A small policy before and after a change of which one bit is the cause and another one a consequence. */

export const LAYOUT: string = `layout tiny { word ONLY { 0 XSAVE  1 XSAVES  2 AVX } }
input host: tiny
input guest: tiny
enum vendor: intel amd
`;

export const OLD: string = `use "layout.rules"
caps vcpu: tiny {
  default = host & guest
  XSAVES requires XSAVE because "it needs the state component"
  AVX requires XSAVES
}
`;

export const NEW: string = OLD.replace(
  "  XSAVES requires XSAVE because",
  "  when vendor == amd { XSAVES = host }\n  XSAVES requires XSAVE because",
);
