/** Proof of a Pulumi program of your own, in its own tests: `eks-pod-secrets/testing`. */

export { NotProved } from "./not-proved";
export { type ProveProgramOptions, proveProgram } from "./prove-program";
