export { deployment } from "./deployment";
export { grantedObjects, grantedSyncs } from "./granted-objects";
export { mountedObjects } from "./mounted-object";
export { secretProviderClass } from "./secret-provider-class";
export { ROLE_ANNOTATION } from "./service-account";
