import * as z from "zod";

/*
 * The parts of which the shapes of answers consist. Each takes first what it means, which the JSON Schemas and the reference then
 * say.
 */

/** A text. */
export const text = (says: string) => z.string().describe(says);

/** A list of texts. */
export const texts = (says: string) => z.array(z.string()).describe(says);

/** A whole number. */
export const whole = (says: string) => z.int().describe(says);

export const flag = (says: string) => z.boolean().describe(says);

/** True, or absent. */
export const mark = (says: string) => z.literal(true).optional().describe(says);

/** One of several words. */
export const oneOf = <const Words extends readonly string[]>(says: string, words: Words) =>
  z.enum(words).describe(says);

export const object = <Members extends z.ZodRawShape>(says: string, members: Members) =>
  z.object(members).describe(says);

/** A list of objects with these members. */
export const objects = <Members extends z.ZodRawShape>(says: string, members: Members) =>
  z.array(z.object(members)).describe(says);

/** A list of what has another shape. */
export const list = <Entry extends z.ZodType>(says: string, entry: Entry) =>
  z.array(entry).describe(says);
