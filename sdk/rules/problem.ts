/** Keys and list indexes that lead to a value, e.g. `["replicas", 0, "region"]`. */
export type Path = readonly (string | number)[];

/** What is wrong with a value, and where it stands: in an inventory, or among the arguments of a component. */
export interface Problem {
  path: Path;
  /** The rule, the value and, where it is not obvious, what to do, as they follow the path: `must be 12 digits, got "1"`. */
  says: string;
  /** A warning does not stop a deployment: what it speaks of widens no access, but will not work. */
  severity: "error" | "warning";
}

/** Takes a problem; nothing, where nothing is said. Severity defaults to `error`. */
export type Report = (path: Path, says: string | undefined, severity?: Problem["severity"]) => void;

/** The problem with the value at `path`, or none where nothing is said of it. */
export function problemIf(path: Path, says: string | undefined): Problem[] {
  return says === undefined ? [] : [{ path, says, severity: "error" }];
}

/** The same problems as seen from further outside, where `path` leads to what they are about. */
export function within(path: Path, ...inner: readonly Problem[][]): Problem[] {
  return inner.flat().map((problem) => ({ ...problem, path: [...path, ...problem.path] }));
}

/** Writes a path the way it is read: `secrets.orders/db.replicas[0].region`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

/** A problem as one sentence. */
export function sentence({ path, says }: Problem): string {
  return `${formatPath(path)} ${says}`;
}
