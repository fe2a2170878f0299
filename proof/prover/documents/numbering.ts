import { getOrMake } from "../../collections/maps";
import type { Shape } from "./shape";

/**
 * Gives names numbers in the order in which they come, and puts lists in an order that depends on no name: so that shapes which
 * differ in names and in the order of lists alone are mostly written alike. Whatever is written alike differs in nothing else.
 */
export class Numbering {
  private readonly numbers = new Map<string, number>();
  private readonly colors: Map<string, number>;

  /** `shapes` are those that will be written, from which names are told apart. */
  constructor(shapes: Shape[]) {
    this.colors = colorsOf(shapes);
  }

  /** The names with their numbers, also those to come while they are looked through. */
  get named(): Iterable<[name: string, number: number]> {
    return this.numbers;
  }

  has(name: string): boolean {
    return this.numbers.has(name);
  }

  write(shape: Shape): unknown {
    const own = shape.names.map((name) => this.number(name));
    return [
      shape.form,
      own,
      ...shape.lists.map((list) => this.inOrder(list).map((member) => this.write(member))),
    ];
  }

  private inOrder(list: Shape[]): Shape[] {
    if (list.length < 2) return list;
    return list
      .map((shape) => ({
        shape,
        sign: signOf(shape, this.colors),
        known: shape.names.map((name) => this.numbers.get(name) ?? this.numbers.size),
      }))
      .sort((a, b) => a.sign - b.sign || compare(a.known, b.known))
      .map(({ shape }) => shape);
  }

  private number(name: string): number {
    return getOrMake(this.numbers, name, () => this.numbers.size);
  }
}

/** Rounds after which names that stand in different places have different colors, nearly always. */
const ROUNDS = 3;

/** Numbers that tell names apart by the places where they stand, and by what stands there beside them. */
function colorsOf(shapes: Shape[]): Map<string, number> {
  let colors = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Map<string, number>();
    const before = colors;
    const spread = (shape: Shape, place: number) => {
      for (const [index, name] of shape.names.entries()) {
        next.set(name, ((next.get(name) ?? 0) + mix(place, index)) | 0);
      }
      for (const [index, list] of shape.lists.entries()) {
        for (const member of list) {
          spread(member, mix(mix(place, index), signOf(member, before)));
        }
      }
    };
    for (const [index, shape] of shapes.entries()) {
      spread(shape, mix(index, signOf(shape, before)));
    }
    colors = next;
  }
  return colors;
}

/** The same for shapes that differ in the order of lists, and in names of one color, alone. */
function signOf({ form, lists, names }: Shape, colors: ReadonlyMap<string, number>): number {
  let sign = form;
  for (const name of names) sign = mix(sign, colors.get(name) ?? 0);
  for (const list of lists) {
    let sum = 0;
    for (const member of list) sum = (sum + signOf(member, colors)) | 0;
    sign = mix(sign, sum);
  }
  return sign;
}

function mix(a: number, b: number): number {
  const mixed = Math.imul(a ^ Math.imul(b + 0x7ed55d16, 0x2c1b3c6d), 0x297a2d39);
  return mixed ^ (mixed >>> 15);
}

function compare(a: number[], b: number[]): number {
  const at = a.findIndex((number, index) => number !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
