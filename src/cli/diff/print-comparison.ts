/** Prints a review in the chosen format. Each format is loaded on demand. */

import { appendFileSync } from "node:fs";

import type { Review } from "../../review/describe/review.ts";
import type { Side } from "../../review/programs/side.ts";
import type { DiffFormat } from "../diff-formats.ts";
import type { Io } from "../io.ts";
import { printJson } from "../print.ts";
import { version } from "../version.ts";

/** @param side names the files of annotations from the root on, since code hosts look for them there. */
export async function printComparison(
  io: Io,
  format: DiffFormat,
  review: Review,
  { nameInRoot }: Pick<Side, "nameInRoot">,
): Promise<void> {
  const inRoot = async (): Promise<Review> => {
    const { namedInRoot } = await import("../../review/describe/named-in-root.ts");
    return namedInRoot(review, nameInRoot);
  };
  switch (format) {
    case "text": {
      const { reviewText } = await import("../../review/formats/text.ts");
      io.stdout.write(reviewText(review, io.stdout.paint));
      return;
    }
    case "json": {
      const { reviewJson } = await import("../../review/formats/json.ts");
      printJson(io, reviewJson(review));
      return;
    }
    case "markdown": {
      const { reviewMarkdown } = await import("../../review/formats/markdown.ts");
      io.stdout.write(reviewMarkdown(review));
      return;
    }
    case "github": {
      const { reviewAnnotations } = await import("../../review/formats/github.ts");
      io.stdout.write(reviewAnnotations(await inRoot()));
      const file = process.env["GITHUB_STEP_SUMMARY"];
      if (file === undefined || file === "") return;
      const { reviewMarkdown } = await import("../../review/formats/markdown.ts");
      appendFileSync(file, reviewMarkdown(review));
      return;
    }
    case "sarif": {
      const { reviewSarif } = await import("../../review/formats/sarif.ts");
      printJson(io, reviewSarif(await inRoot(), version));
      return;
    }
    case "html": {
      const { reviewPage } = await import("../../review/formats/html.ts");
      io.stdout.write(await reviewPage(review));
    }
  }
}
