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
