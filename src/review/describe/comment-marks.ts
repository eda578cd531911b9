/** Texts by which the Markdown of a comparison is recognised in a comment. */

/** Every comment begins with this mark, by which the next run finds and replaces it. */
export const COMMENT_MARK = "<!-- caprules diff -->";

/** The verdict on two sides with the same rules, for which no comment is written. */
export const NO_RULES_DIFFER = "no rules differ";
