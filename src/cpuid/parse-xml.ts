/** Parses XML into elements with positions. Entities stay as written. */

import type { ValidationError } from "fast-xml-parser";

import { lineStarts, type SourceText } from "../base/source-text.ts";
import type { Span } from "../base/span.ts";
import { xmlSyntax } from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import type { Findings } from "./findings.ts";
import { shorten } from "./numbers.ts";

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The span of the element's first line. */
  readonly span: Span;
}

/**
 * Returns the elements of the outermost level, or undefined after reporting a syntax error. Loads
 * the XML parser on first use, because few runs need it.
 */
export async function parseXml(
  source: SourceText,
  findings: Findings,
): Promise<readonly XmlElement[] | undefined> {
  const { XMLParser, XMLValidator } = await import("fast-xml-parser"); // eslint-disable-line @typescript-eslint/no-deprecated -- the validator's successor is a package of its own
  const start = source.text.startsWith("\uFEFF") ? 1 : 0;
  const text = source.text.slice(start);
  try {
    // The parser by itself accepts an unfinished text.
    const validity = XMLValidator.validate(text);
    if (validity !== true) {
      reportInvalid(source, validity, findings);
      return undefined;
    }
    const metadata = XMLParser.getMetaDataSymbol() as symbol; // as: declared as the wrapper type `Symbol`
    const nodes: unknown = new XMLParser({
      preserveOrder: true,
      ignoreAttributes: false,
      attributeNamePrefix: "",
      parseTagValue: false,
      processEntities: false,
      captureMetaData: true,
    }).parse(text);
    return readNodes(nodes, { metadata, source, start });
  } catch {
    // The parser throws at input that it refuses, such as a tag called `__proto__`, with a message of its own.
    reportSyntax(lineSpan(source, 1, 1), "this XML cannot be a CPUID dump", findings);
    return undefined;
  }
}

function reportInvalid(
  source: SourceText,
  { err: { code, line, col, msg } }: ValidationError,
  findings: Findings,
): void {
  // If the text ends too early, the validator gives the first place instead of the last.
  const endsEarly = code === "InvalidXml" && line === 1 && col === 1;
  if (endsEarly) reportSyntax(lastLineSpan(source), "the text ends here", findings);
  else reportSyntax(lineSpan(source, line, col), msg, findings);
}

function reportSyntax(span: Span, reason: string, findings: Findings): void {
  findings.add(report(xmlSyntax, span, {}, { notes: [shorten(reason)] }));
}

/**
 * The span from a position to the end of its line, since the validator does not always know the
 * column.
 */
function lineSpan(source: SourceText, line: number, column: number): Span {
  const lineStart = lineStarts(source)[line - 1] ?? 0;
  const offset = Number.isFinite(column) ? column - 1 : 0;
  const start = Math.min(lineStart + offset, source.text.length);
  return { source, start, end: endOfLine(source, start) };
}

function lastLineSpan(source: SourceText): Span {
  const end = source.text.trimEnd().length;
  return { source, start: source.text.lastIndexOf("\n", end - 1) + 1, end };
}

function endOfLine({ text }: SourceText, offset: number): number {
  const newline = text.indexOf("\n", offset);
  return newline === -1 ? text.length : newline;
}

interface NodeContext {
  /** The key under which a node has its offsets. */
  readonly metadata: symbol;
  readonly source: SourceText;
  /** Offset in the source of the text that was parsed. */
  readonly start: number;
}

/** Each node is an object of one tag, with its children, and `:@`, with its attributes. */
function readNodes(nodes: unknown, context: NodeContext): readonly XmlElement[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: unknown) => (isRecord(node) ? (readNode(node, context) ?? []) : []));
}

function readNode(
  node: Readonly<Record<PropertyKey, unknown>>,
  context: NodeContext,
): XmlElement | undefined {
  const name = Object.keys(node).find((key) => key !== ":@");
  if (name === undefined || /^[#?]/.test(name)) return undefined;
  const { metadata, source, start: base } = context;
  const offsets = node[metadata];
  const { startIndex = 0, endIndex } = isRecord(offsets) ? offsets : {};
  const start = base + Number(startIndex);
  const lineEnd = endOfLine(source, start);
  const end = endIndex === undefined ? lineEnd : Math.min(lineEnd, base + Number(endIndex) + 1);
  return {
    name,
    attributes: readAttributes(node[":@"]),
    children: readNodes(node[name], context),
    span: { source, start, end },
  };
}

function readAttributes(attributes: unknown): ReadonlyMap<string, string> {
  if (!isRecord(attributes)) return new Map();
  return new Map(Object.entries(attributes).map(([name, value]) => [name, String(value)]));
}

function isRecord(value: unknown): value is Readonly<Record<PropertyKey, unknown>> {
  return typeof value === "object" && value !== null;
}
