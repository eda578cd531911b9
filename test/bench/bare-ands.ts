/** The least that any implementation can do: `host & guest`, word by word, with no checks. */

import { importText } from "./load-module.ts";

interface BareAnds {
  readonly bareAnds: (out: Uint32Array, host: Uint32Array, guest: Uint32Array) => Uint32Array;
  readonly bareAndsOfRows: (
    out: Uint32Array,
    host: Uint32Array,
    guest: Uint32Array,
    rows: number,
  ) => Uint32Array;
}

/** Unrolled, as one would write it by hand for speed. */
export function bareAnds(wordCount: number, rowLength: number): Promise<BareAnds> {
  const words = Array.from({ length: wordCount }, (_, word) => word);
  return importText(`
    export function bareAnds(out, host, guest) {
      ${words.map((word) => `out[${word}] = host[${word}] & guest[${word}];`).join("\n")}
      return out;
    }
    export function bareAndsOfRows(out, host, guest, rows) {
      for (let row = 0; row < rows; row++) {
        const o = row * ${wordCount};
        const i = row * ${rowLength};
        ${words.map((word) => `out[o + ${word}] = host[i + ${word}] & guest[i + ${word}];`).join("\n")}
      }
      return out;
    }
  `);
}
