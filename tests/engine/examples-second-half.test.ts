import { examples, testDeployedExample } from "./deployed-example";

for (const name of examples(1)) testDeployedExample(name);
