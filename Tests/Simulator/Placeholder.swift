// Filled by the simulator.
