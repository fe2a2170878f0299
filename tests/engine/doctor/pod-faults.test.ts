import { POD_FAULTS } from "./cluster-faults";
import { findsEach } from "./fault";

describe("doctor, of the pods", () => {
  findsEach(POD_FAULTS);
});
