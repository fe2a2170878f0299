import type { TextRule } from "./text-rule";

/** An image, a profile, or a context of the kubeconfig: what stands as one word in a file or on a command line. */
export const word: TextRule = {
  pattern: /^(?!.*\s)[!-~\u00a1-\uffff]+$/,
  must: "a text without spaces and control characters",
};

/** A text of which only the presence matters here. */
export const anyText: TextRule = { pattern: /\S/, must: "a text" };
