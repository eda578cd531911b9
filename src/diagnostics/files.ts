// CR05xx: files that cannot be read or used. Codes are permanent: append, never renumber or reuse.

import type { Nearest } from "./did-you-mean.ts";
import { defineDiagnostic, type DiagnosticKind } from "./diagnostic.ts";

export const fileMissing: DiagnosticKind<{
  name: string;
  /** True if a `use` names the file, not the command line. */
  isUsed: boolean;
  /** The full name of the bundled file that may be meant. */
  bundled?: string | undefined;
}> = defineDiagnostic({
  code: "CR0501",
  severity: "error",
  message: ({ name }) => `there is no file \`${name}\``,
  help: ({ isUsed, bundled }) =>
    bundled !== undefined
      ? `did you mean \`${bundled}\`?`
      : isUsed
        ? "a path in `use` starts from the folder of the file that it stands in"
        : undefined,
  explanation: "The file was named, but nothing is there.",
  example: `
    use "absent.rules"
    RDPID = guest
  `,
});

export const fileIsDirectory: DiagnosticKind<{ name: string }> = defineDiagnostic({
  code: "CR0502",
  severity: "error",
  message: ({ name }) => `\`${name}\` is a directory`,
  help: () => "name a `.rules` file in it",
  explanation: "`use` takes one file.",
  example: "",
});

export const fileOutsideRoot: DiagnosticKind<{ name: string }> = defineDiagnostic({
  code: "CR0503",
  severity: "error",
  message: ({ name }) => `\`${name}\` lies outside of the project`,
  help: () => "move it below the project's root; a symbolic link does not help",
  explanation:
    "A rule file decides what is compiled, so it may only use files below the root, which is the current directory or, for a file elsewhere, the directory of that file.",
  example: `
    use "../elsewhere.rules"
    RDPID = guest
  `,
});

export const fileNotUtf8: DiagnosticKind<{ name: string; offset: number }> = defineDiagnostic({
  code: "CR0504",
  severity: "error",
  message: ({ name, offset }) => `\`${name}\` is not UTF-8 text: see byte ${offset}`,
  help: () => "save it as UTF-8",
  explanation: "Rule files and CPUID dumps are UTF-8.",
  example: "",
});

export const fileTooLarge: DiagnosticKind<{ name: string; megabytes: number; limit: number }> =
  defineDiagnostic({
    code: "CR0505",
    severity: "error",
    message: ({ name, megabytes, limit }) =>
      `\`${name}\` has ${megabytes} MB; the limit is ${limit} MB`,
    help: () => "split it and `use` the parts",
    explanation: "The limit keeps a wrong path from filling the memory.",
    example: "",
  });

export const useCycle: DiagnosticKind<{ path: string }> = defineDiagnostic({
  code: "CR0506",
  severity: "error",
  message: ({ path }) => `files that use each other in a circle: ${path}`,
  help: () => "move what they share into a third file",
  explanation:
    "Files cannot use each other in a circle: each file must come after those that it uses.",
  example: `
    use "example.rules"
    RDPID = guest
  `,
});

export const fileUnreadable: DiagnosticKind<{ name: string; reason: string }> = defineDiagnostic({
  code: "CR0507",
  severity: "error",
  message: ({ name, reason }) => `\`${name}\` cannot be read: ${reason}`,
  explanation: "The operating system refuses to read the file.",
  example: "",
});

export const unknownBundledFile: DiagnosticKind<{ name: string; nearest: Nearest }> =
  defineDiagnostic({
    code: "CR0508",
    severity: "error",
    message: ({ name }) => `caprules has no bundled file \`${name}\``,
    help: ({ nearest }) => `did you mean \`caprules:${nearest() ?? "x86.rules"}\`?`,
    explanation: "`caprules:NAME` names a rule file that comes with caprules.",
    example: `
      use "caprules:x68.rules"
      RDPID = guest
    `,
  });

export const notCompared: DiagnosticKind<{
  name: string;
  reason: string;
  help: string | undefined;
}> = defineDiagnostic({
  code: "CR0509",
  severity: "error",
  message: ({ name, reason }) => `\`${name}\` cannot be compared: ${reason}`,
  help: ({ help }) => help,
  explanation:
    "A folder or a git repository has an entry that is named `*.rules`, or that may contain such files, and cannot be read: a link that leads nowhere, a name that is not UTF-8, a folder without permission, a submodule at another commit. Its rules may differ, so `caprules diff` gives no verdict on the whole.",
  example: "",
});

export const fileDiagnostics: readonly DiagnosticKind<never>[] = [
  fileMissing,
  fileIsDirectory,
  fileOutsideRoot,
  fileNotUtf8,
  fileTooLarge,
  useCycle,
  fileUnreadable,
  unknownBundledFile,
  notCompared,
];
