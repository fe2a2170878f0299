/** What each value must be, by the name of its rule. */
export * from "./arn-rules";
export * from "./clusters";
export * from "./csi";
export * from "./kubernetes";
export * from "./mounts";
export * from "./names";
export type { Problem } from "./problem";
export * from "./secrets";
export { suggestion, visibleText } from "./wording";
