import { NODE_FAULTS } from "./cluster-faults";
import { findsEach } from "./fault";

describe("doctor, of the nodes", () => {
  findsEach(NODE_FAULTS);
});
