/** How the Markdown of a comparison is recognised in a comment. */

/** Begins every comment, so that the next run finds and replaces it. */
export const COMMENT_MARK = "<!-- caprules diff -->";

/** The verdict on two sides with the same rules. Nobody needs a comment that says so. */
export const NO_RULES_DIFFER = "no rules differ";
