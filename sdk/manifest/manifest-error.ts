import { type Problem, sentence } from "../rules/problem";

/** Thrown where a manifest would be one that Kubernetes, the driver or ASCP refuses, or reads otherwise than meant. */
export class ManifestError extends Error {
  constructor(public readonly problem: Problem) {
    super(sentence(problem));
    this.name = "ManifestError";
  }
}

/** Throws the first problem, if there is one. */
export function refuse([problem]: Problem[]): void {
  if (problem) throw new ManifestError(problem);
}
