import { isMapping } from "iam-proof/collections";

/** The members of an input that an operation honours, by dotted paths of what holds values: `Tags.Key`. */
export class Members {
  private readonly paths: ReadonlySet<string>;
  private readonly structures: ReadonlySet<string>;

  /** `declared` has the paths with white space between them. */
  constructor(declared: string) {
    const paths = declared.split(/\s+/).filter(Boolean);
    this.paths = new Set(paths);
    this.structures = new Set(paths.flatMap(pathsAbove));
  }

  /** The path of a member that was sent and is not honoured; undefined where every one is. */
  stray(sent: Readonly<Record<string, unknown>>): string | undefined {
    return this.strayIn(sent, "");
  }

  private strayIn(value: unknown, path: string): string | undefined {
    if (Array.isArray(value)) return firstOf(value, (item) => this.strayIn(item, path));
    if (!isMapping(value)) return undefined;
    return firstOf(Object.entries(value), ([name, held]) => {
      // EC2 counts the items of a list by members of their own.
      const inside = path !== "" && /^\d+$/.test(name) ? path : `${path}${path && "."}${name}`;
      if (held === undefined || held === null || this.paths.has(inside)) return undefined;
      return this.structures.has(inside) ? this.strayIn(held, inside) : inside;
    });
  }
}

function pathsAbove(path: string): string[] {
  const parts = path.split(".");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
}

function firstOf<T>(items: T[], find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
