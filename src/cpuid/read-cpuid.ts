/** Reads a CPUID dump of any known format. The format is recognized by the content. */

import type { SourceText } from "../base/source-text.ts";
import type { Span } from "../base/span.ts";
import { unknownFormat } from "../diagnostics/cpuid.ts";
import { type Diagnostic, report } from "../diagnostics/diagnostic.ts";
import { Findings } from "./findings.ts";
import { listFormats } from "./formats.ts";
import { isAidaLine, readAidaDump } from "./read-aida-dump.ts";
import { isHwlocLine, readHwlocDump } from "./read-hwloc-dump.ts";
import { isLibcpuidLine, readLibcpuidDump } from "./read-libcpuid-dump.ts";
import { isLscpuLine, readLscpu } from "./read-lscpu.ts";
import { isProcCpuinfoLine, readProcCpuinfo } from "./read-proc-cpuinfo.ts";
import { isRawDumpLine, readRawDump } from "./read-raw-dump.ts";
import { readJson } from "./read-json.ts";
import { readLibvirtXml } from "./read-libvirt-xml.ts";
import { isXenPolicyLine, readXenPolicy } from "./read-xen-policy.ts";
import type { CpuidReading } from "./reading.ts";
import { textLines } from "./text-lines.ts";

export interface CpuidResult {
  /** Undefined if a diagnostic is an error. */
  readonly reading: CpuidReading | undefined;
  /** At most 20. Those found in one pass are in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

type Reader = (
  source: SourceText,
  findings: Findings,
) => CpuidReading | undefined | Promise<CpuidReading | undefined>;

/** Line-based formats, each with a test that recognizes one of its lines. */
const LINE_FORMATS: readonly { isLine: (line: string) => boolean; read: Reader }[] = [
  { isLine: isRawDumpLine, read: readRawDump },
  { isLine: isAidaLine, read: readAidaDump },
  { isLine: isHwlocLine, read: readHwlocDump },
  { isLine: isLibcpuidLine, read: readLibcpuidDump },
  { isLine: isXenPolicyLine, read: readXenPolicy },
  { isLine: isProcCpuinfoLine, read: readProcCpuinfo },
  { isLine: isLscpuLine, read: readLscpu },
];

/** In UTF-16 units; `/proc/cpuinfo` of some 8,000 processors. */
const LARGEST_DUMP = 32_000_000;

/** The number of lines in which the format must be recognized. */
const LINES_TO_LOOK_AT = 40;

/** Never throws, whatever the text contains. */
export async function readCpuid(source: SourceText): Promise<CpuidResult> {
  const findings = new Findings();
  const isText = source.text.length <= LARGEST_DUMP && !source.text.includes("\0");
  const reader = isText ? detectReader(source) : undefined;
  if (reader === undefined) {
    findings.add(
      report(unknownFormat, beginning(source), {
        found: describeText(source),
        known: listFormats(),
      }),
    );
    return { reading: undefined, diagnostics: findings.diagnostics };
  }
  const reading = await reader(source, findings);
  return { reading, diagnostics: findings.diagnostics };
}

function detectReader(source: SourceText): Reader | undefined {
  switch (/^[\s\uFEFF]*(\S)/.exec(source.text.slice(0, 1000))?.[1]) {
    case "<":
      return readLibvirtXml;
    case "{":
    case "[":
      return readJson;
    default:
      return detectLineFormat(source);
  }
}

function detectLineFormat(source: SourceText): Reader | undefined {
  let lineCount = 0;
  for (const { text } of textLines(source)) {
    const format = LINE_FORMATS.find(({ isLine }) => isLine(text));
    if (format !== undefined) return format.read;
    if (++lineCount === LINES_TO_LOOK_AT) return undefined;
  }
  return undefined;
}

function describeText({ text }: SourceText): string {
  if (text.length > LARGEST_DUMP) return `a text of ${text.length} characters`;
  // No dump contains NUL. The text is UTF-16 without a byte order mark, or damaged.
  if (text.includes("\0")) return "a text with NUL characters";
  return /[^\s\uFEFF]/.test(text) ? "this text" : "an empty text";
}

/** The beginning of the first line that is not blank, for a message. */
function beginning(source: SourceText): Span {
  const [line] = textLines(source);
  const start = line?.span.start ?? 0;
  return { source, start, end: Math.min(line?.span.end ?? 0, start + 80) };
}
