import { join } from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { rules } from "./rules";

// Pulumi takes the pack's version from the package.json of the working directory, which is that of the program.
const program = process.cwd();
process.chdir(join(__dirname, "../.."));
new PolicyPack("eks-pod-secrets", { policies: rules, enforcementLevel: "mandatory" });
process.chdir(program);
