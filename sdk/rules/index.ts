/** What each value must be, by the name of its rule. */
export * from "./arn-rules";
export * from "./created-cluster-key";
export * from "./days";
export * from "./file-name";
export * from "./instance-type";
export * from "./inventory-version";
export * from "./key-alias";
export * from "./kubernetes-name";
export * from "./names";
export * from "./object-version";
export * from "./pod-replicas";
export * from "./region";
export * from "./rotation-poll-interval";
export * from "./texts";
