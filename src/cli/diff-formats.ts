/** The forms in which a comparison can be printed. */

export const FORMATS = ["text", "json", "markdown", "github", "sarif", "html"] as const;

export type DiffFormat = (typeof FORMATS)[number];
