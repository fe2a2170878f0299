import { mustBe, type Problem } from "./problem";

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** A name of at most 63 characters without dots, as namespaces, volumes and containers have. */
export function labelProblems(propertyPath: string, name: string | undefined): Problem[] {
  if (name === undefined || (label.test(name) && name.length <= 63)) return [];
  return [
    mustBe(
      propertyPath,
      "at most 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit",
      name,
    ),
  ];
}

/** A name of at most 253 characters, dots allowed, as most other objects have. */
export function subdomainProblems(propertyPath: string, name: string | undefined): Problem[] {
  if (name === undefined || (subdomain.test(name) && name.length <= 253)) return [];
  return [
    mustBe(
      propertyPath,
      "at most 253 lower-case letters, digits, hyphens and dots, beginning and ending with a letter or digit",
      name,
    ),
  ];
}
