import * as z from "zod";

import * as rules from "../../../rules";
import { text } from "./text";

/** Tags that AWS takes, beside two of this package's own. */
export const tags = z
  .record(text(rules.tagKey), text(rules.tagValue))
  .refine((all) => Object.keys(all).length <= 48, {
    error: "must have at most 48 tags",
  });
