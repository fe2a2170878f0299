/** What is wrong with a value, and where it stands within the arguments given. */
export interface Problem {
  /** Path of the value, e.g. `objects[0].filePermission`. */
  propertyPath: string;
  /** Names the property, the rule, the value got and, where it is not obvious, what to do. */
  reason: string;
}

/** A problem whose reason reads `<property> must be <rule>, got <value>`. */
export function mustBe(propertyPath: string, rule: string, value: unknown): Problem {
  return { propertyPath, reason: `${propertyPath} must be ${rule}, got ${JSON.stringify(value)}` };
}

/** Thrown where a manifest would be one that Kubernetes, the driver or ASCP refuses, or reads otherwise than meant. */
export class ManifestError extends Error {
  constructor(public readonly problem: Problem) {
    super(problem.reason);
    this.name = "ManifestError";
  }
}

/** Throws the first problem, if there is one. */
export function refuse([problem]: Problem[]): void {
  if (problem) throw new ManifestError(problem);
}
