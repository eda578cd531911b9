/** Serializes the content of a JSON value, without places and layout. */

import type { JsonValue } from "./parse-json.ts";

/**
 * Two values have the same text if and only if `JSON.parse` makes equal values of them; the order
 * of members is ignored.
 */
export function contentOf(value: JsonValue): string {
  switch (value.kind) {
    case "object": {
      const byName = new Map(value.members.map(({ name, value: member }) => [name, member]));
      const names = [...byName.keys()].sort();
      const members = names.map((name) => {
        const member = byName.get(name);
        return `${JSON.stringify(name)}:${member === undefined ? "" : contentOf(member)}`;
      });
      return `{${members.join()}}`;
    }
    case "array":
      return `[${value.items.map(contentOf).join()}]`;
    case "null":
      return "null";
    default:
      return JSON.stringify(value.value);
  }
}
