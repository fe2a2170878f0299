import type * as z from "zod";

/** Whether two types are the same to the last key, optional ones included. */
type IsSame<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Ties a shape to a type that stands elsewhere: it compiles only where both have the same keys, each of the same type. */
export function shapeOf<Type>() {
  return <Shape extends z.ZodType>(
    shape: Shape & (IsSame<z.infer<Shape>, Type> extends true ? unknown : { differsFrom: Type }),
  ): Shape => shape;
}
