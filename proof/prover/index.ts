export { sayPrincipal } from "./counterexample/say-principal";
export { deploymentOf } from "./documents/deployment";
export { keyPolicyOfRead } from "./documents/key-policy-of-read";
export { contextArns, isCopy, viaServiceOf } from "./documents/read-target";
export { overallResult } from "./questions/prove";
