import * as z from "zod";

import type { TurningKey } from "../../proof";
import { shapeOf } from "../terminal/shape-of";

/** A statement that an answer names. */
export const statementShape = z.object({
  document: z.string().describe("Name of the document."),
  index: z.int().describe("Position of the statement, from 0."),
  sid: z.string().optional(),
});

/** A condition key on which an answer turns. */
export const turningShape = shapeOf<TurningKey>()(
  statementShape.extend({
    key: z.string().describe("The condition key."),
    operator: z.string().optional().describe("Absent if the statement uses the key as a variable."),
    values: z.array(z.string()).describe("The values of the condition."),
    found: z.array(z.string()).describe("The values of the request. Empty if it lacks the key."),
    holds: z.boolean().describe("Whether the condition holds, or the variable has a value."),
  }),
);
