import { join } from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { rules } from "./rules";

// Pulumi takes the pack's version from package.json in the working directory, and the program's directory would have the wrong one.
const program = process.cwd();
process.chdir(join(__dirname, "../.."));
new PolicyPack("eks-pod-secrets", { policies: rules, enforcementLevel: "mandatory" });
process.chdir(program);
