import type { Entry } from "./entry";

export const objectPolicyWithoutDeployer: Entry = {
  id: "EPS-809",
  title: "the object's own policy does not allow a call that is no read of a secret",
  texts: [
    "not authorized to perform: {call:notRead!} {because|on resource … because} no resource-based {policy|policies} {allows|allow}",
  ],
  over: ["EPS-451", "EPS-465", "EPS-805"],
  causes: [
    {
      id: "EPS-702",
      check: "The caller that the text names is of another account than the object.",
    },
    { id: "EPS-761", check: "The object's policy names another role of its account." },
    { id: "EPS-759", check: "It is a key, and its policy has no statement for its own account." },
  ],
  why: "Across accounts, and for keys, the object's own policy must allow the call. A call like this one is of whoever deploys in the object's account, not of a reader.",
  check:
    "`aws sts get-caller-identity` with the account's `profile`: is it the `deployRole` of the object's account?",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"],
};
