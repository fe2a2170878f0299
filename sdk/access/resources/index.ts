export { refreshedPolicies } from "./other-policies";
export { grantsNothing, programDocuments } from "./program-documents";
export { type ResourceDocuments, resourceDocuments } from "./resource-documents";
export { type StackResource, UNKNOWN, UnreadableResource } from "./stack-resource";
