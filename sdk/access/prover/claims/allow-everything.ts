import type { NamedPolicy } from "../../decision";

/** The worst case of a document that is not given. */
export const allowEverything: NamedPolicy = {
  name: "identity policies taken to allow everything",
  document: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  },
};
