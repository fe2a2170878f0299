import { PolicyPack } from "@pulumi/policy";
import { rules } from "./rules";

new PolicyPack("eks-pod-secrets", { policies: rules, enforcementLevel: "mandatory" });
