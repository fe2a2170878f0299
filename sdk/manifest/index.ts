export { deployment } from "./deployment";
export { grantedObjects, grantedSyncs } from "./granted-objects";
