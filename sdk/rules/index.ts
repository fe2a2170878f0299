/** What each value must be, by the name of its rule. */
export * from "./arn-rules";
export * from "./clusters";
export * from "./kubernetes";
export * from "./mounts";
export * from "./names";
export { type Problem, suggestion, visibleText } from "./problem";
