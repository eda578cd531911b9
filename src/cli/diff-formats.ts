/** The output formats of a comparison. */

export const FORMATS = ["text", "json", "markdown", "github", "sarif", "html"] as const;

export type DiffFormat = (typeof FORMATS)[number];
