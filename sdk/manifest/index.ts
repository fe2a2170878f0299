export { deployment } from "./deployment";
export { grantedObjects, grantedSyncs } from "./granted-objects";
export { secretProviderClass } from "./secret-provider-class";
