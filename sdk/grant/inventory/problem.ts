/** A mistake in an inventory, where it stands and what to do about it. */
export interface Problem {
  /** The file as its reader named it. */
  file: string;
  /** Counted from 1. */
  line: number;
  /** Counted from 1. */
  column: number;
  /** Keys that lead to the place, e.g. `readers.orders.reads[0]`. Empty for the whole file. */
  path: string;
  /** One sentence: the path, the rule, the value, and what to do. */
  message: string;
}

/** Keys and list indexes that lead to a place in the inventory. */
export type Path = readonly (string | number)[];

/** A mistake found after the text was read: a path instead of a line. */
export interface Finding {
  path: Path;
  /** What is wrong with the value at `path`, e.g. `must be 12 digits, got "1"`. */
  says: string;
  /** A warning does not stop a deployment: what it speaks of widens no access, but will not work. */
  severity: "error" | "warning";
}

/** Takes a mistake. Severity defaults to `error`. */
export type Report = (path: Path, says: string, severity?: Finding["severity"]) => void;

/** Writes a path the way it is read: `secrets.orders/db.replicas[0].region`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}
