import { testGuides } from "./guides";

testGuides(1);
