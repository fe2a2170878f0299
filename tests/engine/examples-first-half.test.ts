import { examples, testDeployedExample } from "./deployed-example";

for (const name of examples(0)) testDeployedExample(name);
