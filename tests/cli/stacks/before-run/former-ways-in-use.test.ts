import { deepStrictEqual } from "node:assert";
import type { Pod } from "../../../../cli/clusters/pod-events";
import { mayNeed } from "../../../../cli/stacks/before-run/former-ways-in-use";

const FORMER = "arn:aws:iam::111111111111:role/by-hand";
const OWN = "arn:aws:iam::111111111111:role/own";
const CHANGED = new Date("2026-11-30T12:00:00.500Z");
const [BEFORE, SAME, SOON, AFTER] = ["11:59:59", "12:00:00", "12:00:10", "12:00:11"].map(
  (time) => `2026-11-30T${time}Z`,
);

const tokens = (value: string) => ({ name: "AWS_ROLE_ARN", value });
const association = { name: "AWS_CONTAINER_CREDENTIALS_FULL_URI", value: "http://169.254.170.23" };

const pod = (creationTimestamp: string | undefined, ...env: { name: string; value: string }[]) =>
  ({
    metadata: { name: "web", creationTimestamp },
    spec: { containers: [{ name: "web", env }] },
  }) as Pod;

describe("mayNeed", () => {
  it("finds pods that were made before their association surely gave the role that it has", () => {
    const made = [BEFORE, SAME, SOON, AFTER, undefined].map((time) =>
      mayNeed(pod(time, association), FORMER, CHANGED),
    );
    deepStrictEqual(made, [true, true, true, false, true]);
  });

  it("finds pods whose tokens are for the former role, whenever they were made", () => {
    const roles = [FORMER, OWN].map((role) => mayNeed(pod(AFTER, tokens(role)), FORMER, CHANGED));
    deepStrictEqual(roles, [true, false]);
  });

  it("finds pods of an association that is gone, where their reader has tokens", () => {
    const found = [[association], [tokens(OWN)], []].map((env) =>
      mayNeed(pod(AFTER, ...env), FORMER, undefined),
    );
    deepStrictEqual(found, [true, false, false]);
  });

  it("finds pods that have tokens alone, where these get the role no more", () => {
    const found = [[tokens(OWN)], [tokens(OWN), association], [association], []].map((env) =>
      mayNeed(pod(BEFORE, ...env), undefined, undefined),
    );
    deepStrictEqual(found, [true, false, false, false]);
  });
});
