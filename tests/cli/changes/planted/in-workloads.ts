import { type NearMiss, object, type Planted, rule } from "./world";

const STATEFUL = object(
  "StatefulSet",
  "db",
  { spec: { template: { spec: { serviceAccountName: "batch", containers: [{ name: "main" }] } } } },
  "orders",
);
const CREATES = rule("create", "controllerrevisions");

/** Ways through what makes pods. */
export const WAYS_OF_WORKLOADS: Planted[] = [
  {
    title: "a revision that the status of a StatefulSet names",
    objects: [STATEFUL],
    rules: [CREATES, rule("patch", "statefulsets/status")],
    steps: ["make-pods"],
  },
  {
    title: "a revision in the place of a StatefulSet's own",
    objects: [STATEFUL],
    rules: [CREATES, rule("delete", "controllerrevisions")],
    steps: ["make-pods"],
  },
  {
    title: "a Secret that a class may fill which nobody read",
    rules: [rule("get", "secrets")],
    without: ["SecretProviderClassList"],
    steps: ["read-copied-secret"],
  },
];

/** Cases that almost are such a way. */
export const NEAR_WORKLOADS: NearMiss[] = [
  {
    title: "a revision that no StatefulSet uses",
    near: "make-pods",
    objects: [STATEFUL],
    rules: [CREATES],
  },
  {
    title: "a revision of another name than the StatefulSet's status may have",
    near: "make-pods",
    objects: [STATEFUL],
    rules: [CREATES, rule("patch", "statefulsets/status", { resourceNames: ["api"] })],
  },
];
