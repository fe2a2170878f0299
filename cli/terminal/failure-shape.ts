import * as z from "zod";

/** The answer of every verb with `--json` if it could not do its work. */
export const failureShape = z
  .object({
    result: z.literal("error"),
    problems: z.array(
      z.object({
        message: z.string().describe("What is wrong, the value, and what to do."),
        file: z.string().optional().describe("The file that it stands in, as it was named."),
        line: z.int().min(1).optional(),
        column: z.int().min(1).optional(),
        path: z.string().optional().describe("Keys that lead to the place."),
      }),
    ),
  })
  .describe("Instead, with exit code 2: the verb could not do its work.");

/** A verb's failure, as its answer to `--json`. */
export type FailureAnswer = z.infer<typeof failureShape>;

/** Whether two types are identical, including optional keys. */
type IsSame<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Ties a shape to a type that is declared elsewhere. It only compiles if both have the same keys with the same types. */
export function shapeOf<Type>() {
  return <Shape extends z.ZodType>(
    shape: Shape & (IsSame<z.infer<Shape>, Type> extends true ? unknown : { differsFrom: Type }),
  ): Shape => shape;
}
