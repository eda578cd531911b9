/** The files that `init` writes. */

/** @param set the name of the capability set that the file defines. */
export function starterRules(set: string): string {
  return `# Which CPU features a guest may see. \`host\` is what the machine has, \`guest\` what the vCPU was given.
# Each bit follows the default, new ones too, unless a rule below names it. The order never matters.
default  = host & guest

# Exceptions: a list of bits that are treated alike, and a rule for one bit.
emulated: RDPID MOVBE                              because "the hypervisor executes them in software"
XSAVES   = host.XSAVE & host.XSAVES & guest.XSAVE  because "it has no intercept of its own: XSAVE turns it on"

# Promises, proved for every host and every guest.
assert ${set} -> host | emulated                      because "what the host lacks is executed in software or not at all"
assert XSAVES -> XSAVE

# Examples that a reader can check. Bits that are not given are off. \`caprules test --coverage\` finds what is missing.
test "a guest has a feature that the host has too, or that is emulated" {
  given  host: AVX; guest: AVX MOVBE
  expect ${set}: AVX MOVBE
}
test "the host lacks AVX" {
  given  guest: AVX MOVBE
  expect ${set}: MOVBE !AVX
}
test "the guest was not given AVX and MOVBE" {
  given  host: AVX MOVBE
  expect ${set}: !all
}
test "a guest that has XSAVE can execute XSAVES, whatever it was given" {
  given  host: XSAVE XSAVES; guest: XSAVE
  expect ${set}: XSAVE XSAVES
}
test "XSAVES needs the host's XSAVES" {
  given  host: XSAVE; guest: XSAVE XSAVES
  expect ${set}: !XSAVES
}
test "XSAVES needs the host's XSAVE" {
  given  host: XSAVES; guest: XSAVE XSAVES
  expect ${set}: !XSAVES
}
test "XSAVES needs the guest's XSAVE" {
  given  host: XSAVE XSAVES; guest: XSAVES
  expect ${set}: !XSAVES
}
`;
}

/**
 * Keeps git from changing line ends, which `caprules build --check` would report as a difference.
 */
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
