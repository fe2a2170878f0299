import type { TextRule } from "./text-rule";

/** In place of a version: whatever is the newest at each deployment. */
export const NEWEST = "newest";

/** Version of an add-on of EKS. */
export const addonVersion: TextRule = {
  pattern: /^(newest|v\d+\.\d+\.\d+-eksbuild\.\d+)$/,
  must: "newest, or a version of the add-on, such as v1.34.0-eksbuild.4",
  advice:
    "aws eks describe-addon-versions --addon-name NAME --kubernetes-version VERSION lists them",
};
