"""How ``keta dosing`` reads a line: whose doses, which names, which quantities, and what it refuses."""
