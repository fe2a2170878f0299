export { sayPrincipal } from "./counterexample/concrete-request";
export { deploymentOf } from "./documents/deployment";
export { keyPolicyOfRead } from "./documents/key-of-read";
export { contextArns, isCopy, viaServiceOf } from "./documents/read-target";
export { overallResult } from "./questions/prove";
