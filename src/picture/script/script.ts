/** The script of a page with a picture, in strict mode and in a scope of its own. */

import { DETAILS } from "./details.ts";
import { GRIDS } from "./grids.ts";
import { KEYS } from "./keys.ts";
import { SEARCH } from "./search.ts";
import { TIP } from "./tip.ts";
import { UNPACK } from "./unpack.ts";

/** The script inserts text into the page as text only, never as markup. */
export const SCRIPT: string = `"use strict";{
${[UNPACK, GRIDS, DETAILS, TIP, KEYS, SEARCH].join("")}}`;
