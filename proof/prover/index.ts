export { sayPrincipal } from "./counterexample/concrete-request";
export { keyPolicyOfRead } from "./documents/key-of-read";
export { copiesIn } from "./documents/names-of-principals";
export { isCopy, viaServiceOf } from "./documents/read-target";
export { overallResult } from "./questions/prove";
