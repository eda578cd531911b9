/** Colours for text that goes to a terminal; picocolors gives them, or functions that change nothing. */

export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly blue: (text: string) => string;
}

const unchanged = (text: string): string => text;

/** Changes no text. */
export const NO_PAINT: Paint = {
  bold: unchanged,
  dim: unchanged,
  red: unchanged,
  yellow: unchanged,
  green: unchanged,
  blue: unchanged,
};
