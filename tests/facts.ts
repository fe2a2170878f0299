import { deepStrictEqual } from "node:assert";

/** One property of each row. */
export function column<Row, Name extends keyof Row>(of: readonly Row[], name: Name): Row[Name][] {
  return of.map((row) => row[name]);
}

/** Some properties of each row, in this order. */
export function rows<Row>(of: readonly Row[], ...names: (keyof Row)[]): unknown[][] {
  return of.map((row) => names.map((name) => row[name]));
}

/** Fails if the condition holds for any of them, and shows these. */
export function none<One>(of: readonly One[], holds: (one: One) => boolean): void {
  const found = of.filter((one) => holds(one));
  deepStrictEqual(found, []);
}

/** Checks what `say` returns for each of them. */
export function each<One>(of: readonly One[], say: (one: One) => unknown) {
  return {
    are(expected: readonly unknown[]): void {
      const said = of.map((one) => say(one));
      deepStrictEqual(said, expected);
    },
  };
}
