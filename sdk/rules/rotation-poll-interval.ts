import type { TextRule } from "./text-rule";

const seconds: Record<string, number> = { h: 3600, m: 60, s: 1 };

/**
 * How often the driver reads mounted files anew. It takes whatever Go reads as a duration: zero would read without a pause, and
 * beyond 292 years it would not start. A year is rarer than anybody rotates.
 */
export const rotationPollInterval: TextRule = {
  pattern: /^([0-9]+(\.[0-9]+)?(h|m|s))+$/,
  fits: (text) => {
    const parts = [...text.matchAll(/([0-9.]+)(h|m|s)/g)];
    const total = parts.reduce(
      (sum, [, n, unit = "s"]) => sum + Number(n) * (seconds[unit] ?? 0),
      0,
    );
    return total >= 1 && total <= 8760 * 3600;
  },
  must: "a duration from 1s to 8760h, such as 1h or 2m30s",
};
