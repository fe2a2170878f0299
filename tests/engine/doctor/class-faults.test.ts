import { CLASS_FAULTS } from "./cluster-faults";
import { findsEach } from "./fault";

describe("doctor, of the classes", () => {
  findsEach(CLASS_FAULTS);
});
