"""What asks the network, on the user's word alone: nothing else of the program does."""
