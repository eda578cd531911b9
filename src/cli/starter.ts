/** What `init` writes. */

/** @param set the capability set that the file is, by its name. */
export function starterRules(set: string): string {
  return `# Which CPU features a guest may see. \`host\` is what the machine has, \`guest\` what the vCPU was given.
# Each bit follows the default, new ones too, unless a rule below names it. The order never matters.
default  = host & guest

# Exceptions: a list of bits that are treated alike, and a rule for one bit.
emulated: RDPID MOVBE                              because "the hypervisor executes them in software"
XSAVES   = host.XSAVE & host.XSAVES & guest.XSAVE  because "it has no intercept of its own: XSAVE turns it on"

# A promise, proved for every host and every guest.
assert XSAVES -> XSAVE

# An example that readers can check; what is not given is off. Run it with \`caprules test\`.
test "a guest without XSAVE never has XSAVES" {
  given  host: XSAVE XSAVES; guest: XSAVES
  expect ${set}: !XSAVES
}
`;
}

/** Git must not change line ends, or `caprules build --check` finds a difference. */
export const ATTRIBUTES_LINE = "/generated/*.ts text eol=lf";

export function starterScripts(rulesFile: string): Readonly<Record<string, string>> {
  return {
    generate: `caprules build ${rulesFile}`,
    "check:rules": [
      `caprules check ${rulesFile}`,
      `caprules test ${rulesFile}`,
      `caprules build ${rulesFile} --check`,
    ].join(" && "),
  };
}
